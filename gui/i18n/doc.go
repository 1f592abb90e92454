// Package i18n has the languages of the window, and numbers, sizes and times as
// people read them.
//
// Load reads the translations, one JSON file a language, whose keys are the English
// sentences, and classes for what is told of problems. Sentences are asked for with lang.L of Fyne, and with Count where there
// is a number in them. Size, Amount, Speed, TimeLeft and Clock humanize values, and
// Plain makes text from elsewhere safe to show. The package knows neither widgets
// nor downloads.
package i18n
