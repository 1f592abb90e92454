// Package i18n has the languages of the window, and numbers, sizes and times as
// people read them.
//
// Languages lists them and Use chooses one, at any time; Load takes that of the system.
// There is one JSON file of translations for each language, whose keys are the English
// sentences, and classes for what is told of problems. Sentences are asked for with
// lang.L of Fyne, and with Count where there is a number in them. Size, Amount, Speed,
// TimeLeft, When and Clock humanize values, Plain makes text from elsewhere safe to
// show, and Visual puts what is read from the right in order. The package knows
// neither widgets nor downloads.
package i18n
