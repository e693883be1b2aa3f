# Tells whether a checkout needs a build. Expects nj_home, nj_lib.
# shellcheck shell=sh

# A build that succeeded leaves this file, as old as its start: what was edited meanwhile is newer.
nj_stamp=$nj_lib.built

nj_sources_changed() {
  [ -f "$nj_stamp" ] && [ -d "$nj_lib" ] || return 0
  [ "$(find "$nj_home/pom.xml" "$nj_home"/nightjar-*/pom.xml "$nj_home"/nightjar-*/src/main \
    -newer "$nj_stamp" 2>/dev/null)" ]
}
