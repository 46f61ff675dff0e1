# What each recipe does: `just --list`.

# Everything that must hold before a change is merged.
check: format lint docs test

# The code is formatted.
format:
    cargo fmt --check

# No lint complains.
lint:
    cargo clippy --all-targets -- -D warnings

# The documentation builds without a warning.
docs:
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --document-private-items

# All tests.
test:
    cargo test

# Write exports/ anew from the example articles.
exports:
    UPDATE_EXPECT=1 cargo test --test actant exports::

# Speed, of the whole and of its parts.
bench:
    cargo bench

# How right each stage is, on annotated data in DATA: `just accuracy DATA --errors time`.
accuracy DATA *OPTIONS:
    cargo bench --bench accuracy --profile dev -- {{DATA}} {{OPTIONS}}
