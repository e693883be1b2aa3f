# What servers in tests start in place of notebooks: `sh task.sh task FOLDER`.
cd "$2" || exit 1
echo "hello from the task"
mkdir -p outputs
cp files/*.ipynb outputs/out.ipynb
printf '<html><body><script>alert(1)</script>äöü</body></html>' > outputs/out.html
now=2026-01-01T00:00:00Z
printf '{"state":"running","cell":1,"cells":2,"kernel":"python3","notebook":"outputs/out.ipynb","started_at":"%s","updated_at":"%s"}' $now $now > progress.json
if grep -q '"wait":' order.json; then
  sleep 600 &
  wait
fi
outcome='"succeeded"'
if grep -q '"fail":' order.json; then
  outcome='"failed","message":"ZeroDivisionError: division by zero","details":"cell 2"'
fi
echo "and goodbye"
printf '{"outcome":%s,"artifacts":[{"kind":"output","format":"ipynb","path":"outputs/out.ipynb","size":%d},{"kind":"output","format":"html","path":"outputs/out.html","size":%d},{"kind":"log","format":"txt","path":"log.txt","size":%d}]}' \
  "$outcome" "$(wc -c < outputs/out.ipynb)" "$(wc -c < outputs/out.html)" "$(wc -c < log.txt)" > outcome.new
mv outcome.new outcome.json
