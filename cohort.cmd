@echo off
rem The cohort command, from a checkout: builds what is missing or older than its source, then starts it.
rem   JAVA_HOME          the JDK (17 or newer) to build and run with; else the java on the path
rem   COHORT_JAVA_OPTS   further flags for the command's own JVM
rem   COHORT_CLASSPATH   jars and folders with models of your own, with ; between
rem What this script says goes to standard error: standard output belongs to the command.
setlocal enableextensions disabledelayedexpansion
set "HOME_DIR=%~dp0"
set "OUT=%HOME_DIR%cohort-cli\target"
set "STAMP=%OUT%\cohort.stamp"
set "LOG=%OUT%\cohort-build.log"

set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
    echo cohort: no Java found. Install a JDK of version 17 or newer, or set JAVA_HOME to one>&2
    exit /b 2
)

set "STALE="
if not exist "%STAMP%" set "STALE=1"
if not exist "%OUT%\cohort-cli.jar" set "STALE=1"
if not exist "%OUT%\cohort.dependencies" set "STALE=1"
if not defined STALE (
    powershell -NoProfile -Command "$t = (Get-Item $env:STAMP).LastWriteTime; $d = $env:HOME_DIR; if (Get-ChildItem -Recurse (Join-Path $d 'pom.xml'), (Join-Path $d 'cohort-*\pom.xml'), (Join-Path $d 'cohort-*\src\main') | Where-Object LastWriteTime -gt $t | Select-Object -First 1) { exit 1 }"
    if errorlevel 1 set "STALE=1"
)
if not defined STALE goto start

echo cohort: building; the first time it fetches about 150 MB, which may take minutes>&2
if not exist "%OUT%" mkdir "%OUT%"
type nul >"%STAMP%.new"
pushd "%HOME_DIR%"
call mvnw.cmd -q -B -Dmaven.test.skip=true -Dcohort.library.skip=true -pl cohort-cli -am package >"%LOG%" 2>&1
set "BUILT=%ERRORLEVEL%"
popd
if not "%BUILT%"=="0" (
    echo cohort: the build failed. All that it said is in %LOG%>&2
    exit /b 1
)
move /y "%STAMP%.new" "%STAMP%" >nul

:start
for /f "usebackq delims=" %%L in ("%OUT%\cohort.dependencies") do set "CLASSPATH=%OUT%\cohort-cli.jar;%%L;%COHORT_CLASSPATH%"
"%JAVA%" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -XX:-UsePerfData ^
    -Dorg.bytedeco.javacpp.nopointergc=true -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 ^
    %COHORT_JAVA_OPTS% io.cohort.cli.Main %*
exit /b %ERRORLEVEL%
