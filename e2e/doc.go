// Package e2e tests Hilo from outside and end to end: faults of YouTube, the
// network and the disk, killed processes, power cuts, damaged files and long
// runs. It consists of tests, and of the types in which they report what
// happened (Fault, Outcome).
//
// Faults that are about waiting run in a bubble of testing/synctest against a
// simulated YouTube without sockets, so that ten minutes without a network take
// no time. Tests about processes start the test program again as "hilo get"; it
// reaches the simulated YouTube through the proxy setting of the system.
//
// "make test" runs a short form. "make soak" runs everything (HILO_E2E_LONG=1)
// and pipes the output into tools/faulttable, which writes docs/faults.md. No
// test writes outside its temporary folders.
package e2e
