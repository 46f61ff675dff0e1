#!/usr/bin/env python3
"""Fit the weights of confidence (schema/lexicon/confidence.tsv).

usage: fit.py OBSERVATIONS.tsv [--write]

OBSERVATIONS.tsv is what `cargo bench --bench confidence -- GOLD_DIR…` prints. Prints how well the probabilities hold
on each annotated folder when everything is fitted to the others; --write fits to all of them and writes the table.
Needs nothing but Python 3. The same observations give the same bytes.

The model is a logistic regression whose features all weigh the same in units of their deviation, in the direction
that features.tsv gives; two numbers are fitted, the common weight and the intercept. With some two hundred statements
of which forty are wrong, weights of their own are mostly chance (Dawes 1979, "The robust beauty of improper linear
models"): a ridge regression over the same features was worse on every folder, however strong the ridge.
"""
import collections, math, pathlib, random, sys

HERE = pathlib.Path(__file__).parent
TABLE = HERE.parent.parent / "schema/lexicon/confidence.tsv"
LEAST = 3        # a feature that fewer statements have is left out
FLOOR = 0.3      # the least deviation, so that what is seldom seen does not weigh more than all the rest
RESAMPLES = 2000
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)

Row = collections.namedtuple("Row", "set document right features")


def observations(path):
    rows = []
    for line in open(path, encoding="utf-8"):
        set_, document, right, _, *features = line.rstrip("\n").split("\t")
        pairs = (f.rsplit("=", 1) for f in features)
        rows.append(Row(set_, document, int(right), {name: float(value) for name, value in pairs}))
    return rows


def signs():
    lines = [l.rstrip("\n").split("\t") for l in open(HERE / "features.tsv", encoding="utf-8") if not l.startswith("#")]
    return {name: {"+": 1, "-": -1}[sign] for name, sign in lines[1:]}


def logistic(x):
    return 1 / (1 + math.exp(-x))


def line(scores, labels):
    """Slope and intercept of the logistic regression of labels on scores, by Newton's method."""
    a = b = 0.0
    for _ in range(100):
        ga = gb = haa = hab = hbb = 0.0
        for x, y in zip(scores, labels):
            p = logistic(a * x + b)
            ga, gb = ga + (y - p) * x, gb + (y - p)
            w = p * (1 - p)
            haa, hab, hbb = haa + w * x * x, hab + w * x, hbb + w
        det = haa * hbb - hab * hab
        da, db = (hbb * ga - hab * gb) / det, (haa * gb - hab * ga) / det
        a, b = a + da, b + db
        if abs(da) + abs(db) < 1e-12:
            break
    return a, b


def fit(rows):
    """The weight of each feature; the intercept is that of `always`."""
    unit, middle = {}, 0.0
    for name, sign in signs().items():
        values = [r.features.get(name, 0.0) for r in rows]
        if sum(v != 0 for v in values) < LEAST:
            continue
        mean = sum(values) / len(values)
        deviation = math.sqrt(sum((v - mean) ** 2 for v in values) / len(values))
        unit[name] = sign / max(deviation, FLOOR)
        middle += unit[name] * mean
    score = lambda r: sum(unit.get(name, 0.0) * value for name, value in r.features.items()) - middle
    slope, intercept = line([score(r) for r in rows], [r.right for r in rows])
    weights = {name: slope * u for name, u in unit.items()}
    weights["always"] = intercept - slope * middle
    return weights


def predict(weights, rows):
    return [logistic(sum(weights.get(name, 0.0) * value for name, value in r.features.items())) for r in rows]


def auroc(pairs):
    right, wrong = [p for p, y in pairs if y], [p for p, y in pairs if not y]
    return sum((a > b) + 0.5 * (a == b) for a in right for b in wrong) / (len(right) * len(wrong))


def skill(pairs):
    """Brier skill over the share of right ones in the very data that are tested."""
    rate = sum(y for _, y in pairs) / len(pairs)
    return 1 - sum((p - y) ** 2 for p, y in pairs) / sum((rate - y) ** 2 for _, y in pairs)


def interval(measure, groups):
    """95 % of resamples; `groups` are what is drawn: statements, or all those of a document."""
    draw, values = random.Random(1), []
    while len(values) < RESAMPLES:
        pairs = [pair for group in draw.choices(groups, k=len(groups)) for pair in group]
        if 0 < sum(y for _, y in pairs) < len(pairs):
            values.append(measure(pairs))
    values.sort()
    return values[int(0.025 * RESAMPLES)], values[int(0.975 * RESAMPLES)]


def report(title, rows, predicted):
    pairs = list(zip(predicted, [r.right for r in rows]))
    documents = collections.defaultdict(list)
    for row, pair in zip(rows, pairs):
        documents[row.set, row.document].append(pair)
    print(f"\n{title}: {len(pairs)} statements, {sum(y for _, y in pairs)} right")
    for name, measure in (("AUROC", auroc), ("Brier skill", skill)):
        ways = {"statements": [[p] for p in pairs], "documents": list(documents.values())}
        found = (f"[{low:.3f}, {high:.3f}] over {way}" for way, groups in ways.items() for low, high in [interval(measure, groups)])
        print(f"  {name} {measure(pairs):.3f} {', '.join(found)}")
    print("\n| probability | statements | mean | right |\n| --- | ---: | ---: | ---: |")
    for low, high in zip(BINS, BINS[1:]):
        inside = [(p, y) for p, y in pairs if low <= p and (p < high or high == 1.0)]
        if inside:
            mean, right = (sum(column) / len(inside) for column in zip(*inside))
            print(f"| {low:.1f}–{high:.1f} | {len(inside)} | {mean:.2f} | {right:.2f} |")


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    rows = observations(sys.argv[1])
    sets = sorted({r.set for r in rows})
    for name in sets:
        others = [r for r in rows if r.set != name]
        tested = [r for r in rows if r.set == name]
        report(f"{name}, fitted to {' and '.join(s for s in sets if s != name)}", tested, predict(fit(others), tested))
    tested, predicted = [], []
    for document in sorted({(r.set, r.document) for r in rows}):
        out = [r for r in rows if (r.set, r.document) == document]
        tested += out
        predicted += predict(fit([r for r in rows if (r.set, r.document) != document]), out)
    report("each document, fitted to all others", tested, predicted)
    if "--write" in sys.argv:
        weights = fit(rows)
        head = [l for l in TABLE.read_text(encoding="utf-8").splitlines() if l.startswith("#")]
        lines = [f"{name}\t{value:.3f}" for name, value in sorted(weights.items())]
        TABLE.write_text("\n".join([*head, "feature\tweight", *lines]) + "\n", encoding="utf-8")
        print(f"\nwrote {len(lines)} weights to {TABLE.name}")


if __name__ == "__main__":
    main()
