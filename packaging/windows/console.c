/* hilo.com, by which people use hilo.exe in a console.
 *
 * The command line does not wait for hilo.exe, which is built without a console so
 * that no black window appears beside Hilo's. For "hilo get" it takes hilo.com,
 * because PATHEXT lists .com before .exe; the Start menu and links take hilo.exe.
 * hilo.com starts the hilo.exe beside it with the same command line and streams,
 * waits, and ends with its status. It is in C because a program of Go would make the
 * archive a megabyte larger. */
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>

#define LONGEST 32768 /* characters of a path or a command line on Windows, with the 0 */
#define NOT_STARTED 1 /* exit status when hilo.exe cannot be started */

/* Ctrl+C reaches every program of the console: hilo.exe decides what to do. */
static BOOL WINAPI leave(DWORD event) { return event == CTRL_C_EVENT || event == CTRL_BREAK_EVENT; }

/* arguments returns what follows the name of the program in a command line. Windows
 * takes no quotes inside of that name. */
static wchar_t *arguments(wchar_t *line) {
	wchar_t quote = L' ';
	if (*line == L'"') {
		quote = L'"';
		line++;
	}
	while (*line && *line != quote && (quote == L'"' || *line != L'\t'))
		line++;
	return *line == L'"' ? line + 1 : line;
}

static HANDLE passed(DWORD standard) {
	HANDLE h = GetStdHandle(standard);
	SetHandleInformation(h, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
	return h;
}

int main(void) {
	static wchar_t path[LONGEST], line[LONGEST];
	DWORD n = GetModuleFileNameW(NULL, path, LONGEST);
	while (n > 0 && path[n - 1] != L'\\')
		n--;
	path[n] = 0;
	const wchar_t *rest = arguments(GetCommandLineW());
	if (n + wcslen(L"hilo.exe") >= LONGEST || n + wcslen(rest) + wcslen(L"\"hilo.exe\"") >= LONGEST) {
		fputs("hilo: the command line is too long\n", stderr);
		return NOT_STARTED;
	}
	wcscat(path, L"hilo.exe");
	wcscpy(line, L"\"");
	wcscat(line, path);
	wcscat(line, L"\"");
	wcscat(line, rest);

	STARTUPINFOW start = {.cb = sizeof start, .dwFlags = STARTF_USESTDHANDLES};
	start.hStdInput = passed(STD_INPUT_HANDLE);
	start.hStdOutput = passed(STD_OUTPUT_HANDLE);
	start.hStdError = passed(STD_ERROR_HANDLE);
	PROCESS_INFORMATION hilo;
	SetConsoleCtrlHandler(leave, TRUE);
	if (!CreateProcessW(path, line, NULL, NULL, TRUE, 0, NULL, NULL, &start, &hilo)) {
		fprintf(stderr, "hilo: hilo.exe cannot be started: error %lu\n", GetLastError());
		return NOT_STARTED;
	}
	DWORD status = NOT_STARTED;
	WaitForSingleObject(hilo.hProcess, INFINITE);
	GetExitCodeProcess(hilo.hProcess, &status);
	return (int)status;
}
