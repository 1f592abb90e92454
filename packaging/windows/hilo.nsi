; The installer. It works for one user without administrator rights, also over an
; older version, and leaves settings, queue and downloads alone. /S asks nothing.
;
;   makensis -DVERSION=0.1.0 -DID=io.github.hilo_app.hilo -DWEBSITE=https://... -DFILES=FOLDER -DKB=SIZE -DOUT=setup.exe hilo.nsi
Unicode true
Target amd64-unicode
!include "MUI2.nsh"
!include "LogicLib.nsh"
!include "x64.nsh"
!include "WinVer.nsh"

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"
!define LINKS "Software\Classes\hilo"
Name "Hilo"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Hilo"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
SetCompressor /SOLID lzma
SetDateSave off
ManifestDPIAware true
ManifestSupportedOS Win10
!ifdef SIGN
  !finalize '"${SIGN}" "%1"'
  !uninstfinalize '"${SIGN}" "%1"'
!endif

VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=0 "ProductName" "Hilo"
VIAddVersionKey /LANG=0 "CompanyName" "The Hilo authors"
VIAddVersionKey /LANG=0 "FileDescription" "Hilo setup"
VIAddVersionKey /LANG=0 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "LegalCopyright" "Copyright (c) 2026 The Hilo authors, MIT License"

!define MUI_ICON "${FILES}\hilo.ico"
!define MUI_UNICON "${FILES}\hilo.ico"
!define MUI_FINISHPAGE_RUN "$INSTDIR\hilo.exe"
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English" ; the first is for all other languages
!insertmacro MUI_LANGUAGE "Spanish"

LangString Running ${LANG_ENGLISH} "Hilo is running. Close its window, then try again. Unfinished downloads continue at the next start."
LangString Running ${LANG_SPANISH} "Hilo está abierto. Cierra su ventana y vuelve a intentarlo. Las descargas sin terminar seguirán la próxima vez."
LangString Needs ${LANG_ENGLISH} "Hilo needs Windows 10 or newer, with 64 bits."
LangString Needs ${LANG_SPANISH} "Hilo necesita Windows 10 o posterior, de 64 bits."

; Asks until the window is closed. A program that runs cannot be opened to be
; written. Status 2 means that it still ran.
!macro CloseHilo
  ${Do}
    ${IfNot} ${FileExists} "$INSTDIR\hilo.exe"
      ${ExitDo}
    ${EndIf}
    ClearErrors
    FileOpen $0 "$INSTDIR\hilo.exe" a
    ${IfNot} ${Errors}
      FileClose $0
      ${ExitDo}
    ${EndIf}
    ${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(Running)" /SD IDCANCEL IDCANCEL`
      SetErrorLevel 2
      Quit
    ${EndIf}
  ${Loop}
!macroend

Function .onInit
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "$(Needs)" /SD IDOK
    SetErrorLevel 3
    Quit
  ${EndIf}
FunctionEnd

Section
  !insertmacro CloseHilo
  SetOutPath "$INSTDIR"
  File "${FILES}\hilo.exe"
  File "${FILES}\hilo.com"
  File "${FILES}\LICENSE.txt"
  File "${FILES}\NOTICE.txt"
  CreateShortcut "$SMPROGRAMS\Hilo.lnk" "$INSTDIR\hilo.exe"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  WriteRegStr HKCU "${LINKS}" "" "URL:Hilo"
  WriteRegStr HKCU "${LINKS}" "URL Protocol" ""
  WriteRegStr HKCU "${LINKS}\DefaultIcon" "" "$INSTDIR\hilo.exe,0"
  WriteRegStr HKCU "${LINKS}\shell\open\command" "" '"$INSTDIR\hilo.exe" "%1"'

  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Hilo"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\hilo.exe"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The Hilo authors"
  WriteRegStr HKCU "${UNINSTALL}" "URLInfoAbout" "${WEBSITE}"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" ${KB}
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
SectionEnd

Section "Uninstall"
  !insertmacro CloseHilo
  Delete "$SMPROGRAMS\Hilo.lnk"
  Delete "$INSTDIR\hilo.exe"
  Delete "$INSTDIR\hilo.com"
  Delete "$INSTDIR\LICENSE.txt"
  Delete "$INSTDIR\NOTICE.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; only if nothing else is in it
  ; Another Hilo may have taken over the links.
  ReadRegStr $0 HKCU "${LINKS}\shell\open\command" ""
  ${If} $0 == '"$INSTDIR\hilo.exe" "%1"'
    DeleteRegKey HKCU "${LINKS}"
  ${EndIf}
  DeleteRegKey HKCU "${UNINSTALL}"
SectionEnd
