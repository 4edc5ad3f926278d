#!/bin/sh
# Prints what analysis at its limit costs the relay's p99 (docs/PERFORMANCE.md): relay.sh LOAD_CLIENT [--cameras N]
# [--subs N] [--rounds N] [--seconds S] [--settle S] [--priority normal|low|idle].
# For figures that mean something, run it on a machine that does nothing else.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$here"
mvn -q -B test-compile dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/test-class-path
exec "$(cat target/java-home)/bin/java" -Xmx1g --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -cp "target/test-classes:target/classes:$(cat target/test-class-path)" io.medtrust.lab.load.RelayReport "$@"
