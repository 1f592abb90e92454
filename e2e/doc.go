// Package e2e breaks things on purpose, from outside and end to end: faults of
// YouTube, the network and the disk, processes that are killed, damaged files,
// and long runs. It has tests only.
//
// Faults that are about waiting run in a bubble of testing/synctest against a
// practice site without sockets: ten minutes without a network take no time.
// What is about processes runs "hilo get" in a process of its own, which reaches
// the practice site of the test through the system's proxy setting.
//
// "make test" runs a short version; "make soak" (HILO_SOAK=1) all of it, and
// writes docs/faults.md.
package e2e
