#!/usr/bin/python3
"""Airflow DAG files against a running Nightjar, over the Airflow REST API.

dagcheck.py BASE_URL FOLDER CASES [--token T] [--only REGEX] [--no-runs] [--timeout S] [-v]

BASE_URL  the server; the API is asked at BASE_URL/airflow/api/v1
FOLDER    the workflow folder that the server watches; each case is copied to a sub-folder of its own, and removed after
CASES     folder of cases: NAME/*.py (and other files) with NAME/expected.json, recorded from genuine Airflow 2.9.3

Per DAG: schedule, catchup, tags, limits; per task: operator class, downstream, trigger rule, retries, pool, weights, dependence
on the past. Where a run was recorded: one run is triggered for the same logical date and conf, and its state, its tasks' states,
rendered fields and XComs are compared. Prints PASS/FAIL a case with the first differences; last line 'N passed, N failed'.
"""
import argparse, json, os, re, shutil, sys, time, urllib.error, urllib.parse, urllib.request

ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument("base"); ap.add_argument("folder"); ap.add_argument("cases")
ap.add_argument("--token"); ap.add_argument("--only", default=""); ap.add_argument("--no-runs", action="store_true")
ap.add_argument("--timeout", type=float, default=120); ap.add_argument("-v", action="store_true")
A = ap.parse_args()
API = A.base.rstrip("/") + "/airflow/api/v1"

def call(method, path, body=None):
    req = urllib.request.Request(API + path, method=method, data=None if body is None else json.dumps(body).encode(),
                                 headers={"Content-Type": "application/json", **({"Authorization": "Bearer " + A.token} if A.token else {})})
    try:
        with urllib.request.urlopen(req, timeout=30) as r:
            text = r.read().decode(); return r.status, json.loads(text) if text else None
    except urllib.error.HTTPError as e:
        text = e.read().decode(errors="replace")
        try: return e.code, json.loads(text)
        except ValueError: return e.code, text

q = lambda s: urllib.parse.quote(s, safe="")
SAME = {"DummyOperator": "EmptyOperator", "_PythonDecoratedOperator": "PythonOperator", "_BranchPythonDecoratedOperator": "BranchPythonOperator",
        "_ShortCircuitDecoratedOperator": "ShortCircuitOperator", "SimpleHttpOperator": "HttpOperator"}
kind = lambda n: SAME.get(n, n)
PRESETS = {"@hourly": "0 * * * *", "@daily": "0 0 * * *", "@weekly": "0 0 * * 0", "@monthly": "0 0 1 * *", "@yearly": "0 0 1 1 *"}

def until(f, seconds):
    end = time.time() + seconds
    while True:
        v = f()
        if v is not None or time.time() > end: return v
        time.sleep(0.25)

def schedule_of(v):
    if v is None: return None
    if v.get("__type") == "CronExpression": return PRESETS.get(v["value"], v["value"])
    if v.get("__type") == "TimeDelta": return ("delta", v.get("days", 0) * 86400 + v.get("seconds", 0))
    return json.dumps(v, sort_keys=True)

def expected_schedule(e):
    s = e["schedule_interval"]
    if isinstance(s, str): return PRESETS.get(s, s)
    if isinstance(s, dict): return ("delta", s["timedelta_s"]) if "timedelta_s" in s else s
    return s

def compare(diffs, where, want, got):
    if want != got: diffs.append(f"{where}: expected {want!r}, got {got!r}")

def check_dag(dag_id, e, d):
    st, dag = call("GET", f"/dags/{q(dag_id)}")
    if st != 200: d.append(f"{dag_id}: GET answers {st}"); return
    st, det = call("GET", f"/dags/{q(dag_id)}/details")
    want = expected_schedule(e)
    if not (isinstance(want, dict) or (isinstance(want, (int, float)))): compare(d, f"{dag_id} schedule", want, schedule_of(dag.get("schedule_interval")))
    compare(d, f"{dag_id} tags", sorted(e["tags"]), sorted(t["name"] for t in dag.get("tags") or []))
    compare(d, f"{dag_id} max_active_runs", e["max_active_runs"], dag.get("max_active_runs"))
    if st == 200: compare(d, f"{dag_id} catchup", e["catchup"], det.get("catchup"))
    else: d.append(f"{dag_id}: details answers {st}")
    st, ts = call("GET", f"/dags/{q(dag_id)}/tasks")
    if st != 200: d.append(f"{dag_id}: tasks answers {st}"); return
    got = {t["task_id"]: t for t in ts["tasks"]}
    tasks = e["tasks"] if isinstance(e["tasks"], dict) else {t["task_id"]: t for t in e["tasks"]}
    compare(d, f"{dag_id} task ids", sorted(tasks), sorted(got))
    for tid in tasks.keys() & got.keys():
        w, g = tasks[tid], got[tid]
        compare(d, f"{dag_id}.{tid} downstream", sorted(w["downstream"]), sorted(g.get("downstream_task_ids") or []))
        compare(d, f"{dag_id}.{tid} class", kind(w["operator"]), kind((g.get("class_ref") or {}).get("class_name")))
        for k in ("trigger_rule", "pool", "pool_slots", "depends_on_past", "wait_for_downstream", "owner"):
            if k in w: compare(d, f"{dag_id}.{tid} {k}", w[k], g.get(k))
        compare(d, f"{dag_id}.{tid} retries", float(w["retries"]), float(g.get("retries") or 0))
        compare(d, f"{dag_id}.{tid} priority_weight", float(w["priority_weight"]), float(g.get("priority_weight") or 0))

VOLATILE = re.compile(r"[A-Z][a-z]{2} [A-Z][a-z]{2} +\d+ \d\d:\d\d:\d\d( [AP]M)? UTC \d{4}|<[A-Z]\w+ .*>|/tmp/[\w./-]+|0x[0-9a-f]+|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(\+00:00)?")
norm = lambda v: VOLATILE.sub("…", v if isinstance(v, str) else json.dumps(v, sort_keys=True, default=str))

def check_run(dag_id, r, d):
    m = re.search(r"logical date (\S+?),", r.get("scenario", "")); logical = m.group(1) if m else None
    call("PATCH", f"/dags/{q(dag_id)}", {"is_paused": False})
    conf = re.search(r"conf=(\{.*\})", r.get("scenario", ""))  # recorded there, not in a field of its own
    body = {"conf": r.get("conf") or (json.loads(conf.group(1)) if conf else {})}
    if logical: body["logical_date"] = logical
    if r.get("run_id"): body["dag_run_id"] = r["run_id"]
    st, run = call("POST", f"/dags/{q(dag_id)}/dagRuns", body)
    if st != 200: d.append(f"{dag_id}: trigger answers {st} {str(run)[:150]}"); return
    rid = run["dag_run_id"]; path = f"/dags/{q(dag_id)}/dagRuns/{q(rid)}"
    done = until(lambda: (lambda x: x if x.get("state") in ("success", "failed") else None)(call("GET", path)[1] or {}), A.timeout)
    if done is None: d.append(f"{dag_id}: run not finished in {A.timeout:.0f} s"); return
    compare(d, f"{dag_id} run state", r["state"], done["state"])
    if r.get("data_interval"):
        iso = lambda s: (s or "").replace("Z", "+00:00")
        compare(d, f"{dag_id} data interval", r["data_interval"], [iso(done.get("data_interval_start")), iso(done.get("data_interval_end"))])
    st, tis = call("GET", path + "/taskInstances")
    got = {t["task_id"]: t for t in (tis or {}).get("task_instances", [])} if st == 200 else {}
    compare(d, f"{dag_id} task states", r["task_states"], {k: got.get(k, {}).get("state") for k in r["task_states"]})
    for tid, fields in (r.get("rendered") or {}).items():
        have = got.get(tid, {}).get("rendered_fields") or {}
        for f, v in fields.items():
            if v is not None and f in ("bash_command", "sql", "endpoint", "input_nb", "output_nb", "parameters", "op_args", "op_kwargs") and v not in ([], {}, "[]", "{}"):
                compare(d, f"{dag_id}.{tid} rendered {f}", norm(v), norm(have.get(f)))
    for tid, kv in (r.get("xcom") or {}).items():
        for k, v in kv.items():
            if k not in ("return_value",): continue
            st, x = call("GET", f"{path}/taskInstances/{q(tid)}/xcomEntries/{q(k)}")
            if st != 200: d.append(f"{dag_id}.{tid} xcom {k}: answers {st}"); continue
            g = x.get("value"); a, b = norm(v), norm(g)
            if a != b and str(v) != str(g) and norm(str(v)) != b: d.append(f"{dag_id}.{tid} xcom {k}: expected {a[:120]}, got {b[:120]}")

passed = failed = 0
for name in sorted(os.listdir(A.cases)):
    src = os.path.join(A.cases, name)
    if not os.path.isfile(src + "/expected.json") or not re.search(A.only, name): continue
    e = json.load(open(src + "/expected.json")); dst = os.path.join(A.folder, "dagcheck_" + re.sub(r"\W", "_", name)); d = []
    shutil.rmtree(dst, ignore_errors=True); shutil.copytree(src, dst, ignore=shutil.ignore_patterns("expected.json"))
    ids = e["dag_ids"]
    def loaded():
        bad = [x for x in (call("GET", "/importErrors?limit=100")[1] or {}).get("import_errors", []) if os.path.basename(dst) in x["filename"]]
        if bad: return bad
        return [] if all(call("GET", f"/dags/{q(i)}")[0] == 200 for i in ids) else None
    errors = until(loaded, 30)
    want_errors = e.get("import_errors") or []
    if errors is None and not want_errors: d.append(f"not loaded in 30 s: {ids}")
    elif errors and not want_errors: d.append("import error: " + errors[0]["stack_trace"].strip().splitlines()[-1][:200])
    elif want_errors and not errors: d.append("should be an import error: " + str(want_errors)[:200])
    if not d:
        for i, x in e["dags"].items():
            if not x.get("is_subdag"): check_dag(i, x, d)
        if not A.no_runs and not d:
            for i, r in (e.get("runs") or {}).items():
                if "task_states" in r: check_run(i, r, d)
    shutil.rmtree(dst, ignore_errors=True)
    until(lambda: None if any(call("GET", f"/dags/{q(i)}")[1].get("is_active") for i in ids if call("GET", f"/dags/{q(i)}")[0] == 200) else True, 10)
    for i in ids: call("DELETE", f"/dags/{q(i)}")
    if d: failed += 1; print(f"FAIL {name}: " + "; ".join(d if A.v else d[:3])); sys.stdout.flush()
    else: passed += 1; print(f"PASS {name}"); sys.stdout.flush()
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed or not passed else 0)
