#!/bin/sh
# Prints how long a verdict takes, browser to browser (docs/PERFORMANCE.md): latency.sh [STEPS] [JOINS].
# For figures that mean something, run it on a machine that does nothing else.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$here"
sh build/browser.sh
mvn -q -B test-compile dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/test-class-path
exec "$(cat target/java-home)/bin/java" -Xmx1g --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -cp "target/test-classes:target/classes:$(cat target/test-class-path)" io.medtrust.e2e.LatencyReport "$@"
