# Finds Java 25 or newer without starting any: a JDK says what it is in its file `release`.
# shellcheck shell=sh

nj_seen= # the last Java that was too old, for the message

# True if folder $1 has the program bin/$2 and is new enough; sets nj_jdk and nj_jdk_build.
nj_jdk_fits() {
  [ -x "$1/bin/$2" ] && [ -r "$1/release" ] || return 1
  nj_version='' nj_jdk_build=''
  while IFS='=' read -r nj_key nj_value || [ "$nj_key" ]; do
    nj_value=${nj_value#\"}
    case $nj_key in
      JAVA_VERSION) nj_version=${nj_value%\"*} ;;
      JAVA_RUNTIME_VERSION) nj_jdk_build=${nj_value%\"*} ;;
    esac
    [ "$nj_version" ] && [ "$nj_jdk_build" ] && break
  done <"$1/release"
  nj_jdk_build=${nj_jdk_build:-$nj_version}
  nj_major=${nj_version%%[!0-9]*}
  if [ "${nj_major:-0}" -ge 25 ]; then
    nj_jdk=$1
    return 0
  fi
  nj_seen="Java ${nj_version:-of an unknown version} in $1"
  return 1
}

# Finds a JDK with bin/$1; sets nj_jdk (its folder) and nj_jdk_build, or says on one line what to do.
nj_find_jdk() {
  if [ -n "${JAVA_HOME-}" ]; then
    nj_jdk_fits "$JAVA_HOME" "$1" && return
  fi
  nj_java=$(command -v java) && nj_java=$(readlink -f "$nj_java") &&
    nj_jdk_fits "${nj_java%/bin/java}" "$1" && return
  for nj_folder in \
    /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/openjdk* /opt/* /opt/java/* \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* \
    "${HOME-}"/.asdf/installs/java/* "${HOME-}"/.local/share/mise/installs/java/*; do
    nj_jdk_fits "$nj_folder" "$1" && return
  done
  if [ -r "${HOME-}/.m2/toolchains.xml" ]; then
    while IFS= read -r nj_line || [ "$nj_line" ]; do
      case $nj_line in *'<jdkHome>'*'</jdkHome>'*) ;; *) continue ;; esac
      nj_folder=${nj_line#*<jdkHome>}
      nj_jdk_fits "${nj_folder%%</jdkHome>*}" "$1" && return
    done <"$HOME/.m2/toolchains.xml"
  fi
  nj_need='Java 25 or newer'
  [ "$1" = javac ] && nj_need='a JDK (with javac) of Java 25 or newer'
  echo "nightjar: needs $nj_need, found ${nj_seen:-none}. Install one (sdk install java 25-tem," \
    "brew install openjdk@25, or your system's openjdk-25 package), or set JAVA_HOME to where it is." >&2
  return 1
}
