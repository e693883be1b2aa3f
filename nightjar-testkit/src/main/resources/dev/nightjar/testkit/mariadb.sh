# Keeps a MariaDB server until standard input ends. Arguments: temporary folder, port, durable or fast.
trap '' HUP INT TERM
dir=$(mktemp -d "$1/nightjar-mariadb-XXXXXX") || exit 1
PATH=$PATH:/usr/sbin
if ! command -v mariadbd >/dev/null; then
  echo "no mariadbd: apt-get install mariadb-server"
  rmdir "$dir"
  exit 1
fi
mariadb-install-db --no-defaults --datadir="$dir/data" --auth-root-authentication-method=normal \
  --skip-test-db >"$dir/log" 2>&1 || { cat "$dir/log"; rm -rf "$dir"; exit 1; }
printf '%s\n' "CREATE USER nightjar@'%';" "GRANT ALL ON *.* TO nightjar@'%' WITH GRANT OPTION;" >"$dir/init.sql" # a statement a line
case $3 in
  fast) options='--innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=0' ;;
  *) options='--innodb-buffer-pool-size=512M' ;;
esac
# shellcheck disable=SC2086 # options are words
mariadbd --no-defaults --datadir="$dir/data" --socket="$dir/socket" --pid-file="$dir/pid" \
  --bind-address=127.0.0.1 --port="$2" --init-file="$dir/init.sql" --skip-log-bin \
  --skip-name-resolve --character-set-server=latin1 $options >>"$dir/log" 2>&1 </dev/null &
server=$!
tries=0
until mariadb --no-defaults -h 127.0.0.1 -P "$2" -u nightjar -e 'SELECT 1' >/dev/null 2>&1; do
  tries=$((tries + 1))
  if [ "$tries" -gt 600 ] || ! kill -0 "$server" 2>/dev/null; then
    kill -KILL "$server" 2>/dev/null
    cat "$dir/log"
    rm -rf "$dir"
    exit 1
  fi
  sleep 0.1
done
echo ready
cat >/dev/null
kill -KILL "$server" 2>/dev/null
wait "$server" 2>/dev/null
rm -rf "$dir"
