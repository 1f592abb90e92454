package i18n_test

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/hilo-app/hilo/gui/i18n"
)

// setLocale makes the examples speak one language, whatever the system's.
func setLocale(locale string) {
	for _, name := range []string{"LC_ALL", "LANG"} {
		os.Setenv(name, locale)
	}
	os.Setenv("LANGUAGE", "")
	i18n.Load()
}

func ExampleSize() {
	setLocale("en_US.UTF-8")
	for _, bytes := range []int64{640e3, 7.8e6, 236e6, 4.2e9} {
		fmt.Println(strings.ReplaceAll(i18n.Size(bytes), i18n.NBSP, " "))
	}
	// Output:
	// 640 kB
	// 7.8 MB
	// 236 MB
	// 4.20 GB
}

func ExampleCount() {
	for _, locale := range []string{"en_US.UTF-8", "es_ES.UTF-8"} {
		setLocale(locale)
		for _, n := range []int{1, 3} {
			fmt.Println(i18n.Count("{{.Count}} active", n))
		}
	}
	// Output:
	// 1 active
	// 3 active
	// 1 activa
	// 3 activas
}

func ExampleTimeLeft() {
	setLocale("en_US.UTF-8")
	fmt.Println(i18n.TimeLeft(9 * time.Second))
	fmt.Println(i18n.TimeLeft(100 * time.Minute))
	// Output:
	// 9 s left
	// about 2 h left
}

// Every language that is offered has its translations.
func ExampleLanguages() {
	for _, l := range i18n.Languages() {
		fmt.Println(l.Name, i18n.Use(l.Tag))
	}
	fmt.Println(i18n.Use("tlh"))
	fmt.Println(i18n.Use("en"))
	// Output:
	// English <nil>
	// Bahasa Indonesia <nil>
	// Deutsch <nil>
	// Español <nil>
	// Français <nil>
	// Italiano <nil>
	// Polski <nil>
	// Português (Brasil) <nil>
	// Türkçe <nil>
	// Русский <nil>
	// Українська <nil>
	// العربية <nil>
	// हिन्दी <nil>
	// 日本語 <nil>
	// 한국어 <nil>
	// 简体中文 <nil>
	// "tlh": no translations to this language
	// <nil>
}
