//! The layers of the networks.
//!
//! Takes weights and rows of numbers; gives rows of numbers. Does not know what a row stands for.
//! Every output is a sum in one fixed order, so a row never depends on the rows around it.

use super::model::{ModelError, Sections};
use super::strings::embedding_keys;

/// The width of token vectors.
pub(super) const WIDTH: usize = 96;
/// The hidden width of the transition models.
pub(super) const HIDDEN: usize = 64;
/// Outputs computed side by side.
const LANES: usize = 16;
const PIECES: usize = 3;

/// A hashed embedding table.
pub(super) struct Embedding {
    rows: u32,
    seed: u32,
    table: Vec<f32>,
}

impl Embedding {
    fn read(sections: &Sections, name: &str, seed: u32) -> Result<Self, ModelError> {
        let (shape, table) = sections.array_of_any_shape(name)?;
        match shape[..] {
            [rows, WIDTH] if rows > 0 => Ok(Self { rows: rows as u32, seed, table }),
            _ => Err(sections.section(name)?.damaged("an embedding table has another width")),
        }
    }

    /// The sum of the four rows of a value.
    fn embed(&self, value: u64, out: &mut [f32]) {
        out.fill(0.0);
        for key in embedding_keys(value, self.seed) {
            let row = (key % self.rows) as usize * WIDTH;
            for (sum, x) in out.iter_mut().zip(&self.table[row..row + WIDTH]) {
                *sum += x;
            }
        }
    }
}

/// The best of three affine functions for each output, then layer normalisation.
pub(super) struct Maxout {
    inputs: usize,
    /// In the order of use: panel of outputs, input, piece, output in the panel.
    weights: Vec<f32>,
    /// Panel of outputs, piece, output in the panel.
    bias: Vec<f32>,
    gain: Vec<f32>,
    shift: Vec<f32>,
}

impl Maxout {
    fn read(sections: &Sections, owner: &str, number: usize, inputs: usize) -> Result<Self, ModelError> {
        let w = sections.array(&format!("{owner}/maxout{number}/W"), &[WIDTH, PIECES, inputs])?;
        let b = sections.array(&format!("{owner}/maxout{number}/b"), &[WIDTH, PIECES])?;
        let mut weights = Vec::with_capacity(w.len());
        let mut bias = Vec::with_capacity(b.len());
        for panel in 0..WIDTH / LANES {
            let outputs = panel * LANES..(panel + 1) * LANES;
            for input in 0..inputs {
                for piece in 0..PIECES {
                    weights.extend(outputs.clone().map(|o| w[(o * PIECES + piece) * inputs + input]));
                }
            }
            for piece in 0..PIECES {
                bias.extend(outputs.clone().map(|o| b[o * PIECES + piece]));
            }
        }
        Ok(Self {
            inputs,
            weights,
            bias,
            gain: sections.array(&format!("{owner}/norm{number}/G"), &[WIDTH])?,
            shift: sections.array(&format!("{owner}/norm{number}/b"), &[WIDTH])?,
        })
    }

    /// One row of outputs for each row of inputs; input rows start `stride` numbers apart and may
    /// overlap.
    fn apply(&self, input: &[f32], stride: usize, out: &mut [f32]) {
        for (row, out) in out.chunks_exact_mut(WIDTH).enumerate() {
            let input = &input[row * stride..row * stride + self.inputs];
            for (panel, out) in out.chunks_exact_mut(LANES).enumerate() {
                let weights = &self.weights[panel * self.inputs * PIECES * LANES..];
                let bias = &self.bias[panel * PIECES * LANES..];
                let mut sums = [[0.0f32; LANES]; PIECES];
                for (x, weights) in input.iter().zip(weights.chunks_exact(PIECES * LANES)) {
                    for (sums, weights) in sums.iter_mut().zip(weights.chunks_exact(LANES)) {
                        for (sum, w) in sums.iter_mut().zip(weights) {
                            *sum += x * w;
                        }
                    }
                }
                for (lane, out) in out.iter_mut().enumerate() {
                    let piece = |n: usize| sums[n][lane] + bias[n * LANES + lane];
                    *out = piece(0).max(piece(1)).max(piece(2));
                }
            }
            self.normalise(out);
        }
    }

    fn normalise(&self, row: &mut [f32]) {
        const EPSILON: f32 = 1e-8;
        let sum = |values: &[f32], f: &dyn Fn(f32) -> f32| -> f32 {
            let mut lanes = [0.0f32; LANES];
            for chunk in values.chunks_exact(LANES) {
                for (lane, x) in lanes.iter_mut().zip(chunk) {
                    *lane += f(*x);
                }
            }
            lanes.iter().sum::<f32>() / WIDTH as f32
        };
        let mean = sum(row, &|x| x);
        let variance = sum(row, &|x| (x - mean) * (x - mean)) + EPSILON;
        let scale = variance.sqrt().recip();
        for ((x, gain), shift) in row.iter_mut().zip(&self.gain).zip(&self.shift) {
            *x = (*x - mean) * scale * gain + shift;
        }
    }
}

/// Word features to token vectors that see four tokens to each side.
pub(super) struct Encoder {
    embeddings: Vec<Embedding>,
    mix: Maxout,
    windows: Vec<Maxout>,
}

/// How many layers look at the neighbours; a row is padded by as many rows on each side.
const DEPTH: usize = 4;

impl Encoder {
    pub(super) fn read(sections: &Sections, owner: &str) -> Result<Self, ModelError> {
        let mut seeds = sections.section(&format!("{owner}/seeds"))?;
        let embeddings = (0..seeds.u32()?)
            .map(|n| Embedding::read(sections, &format!("{owner}/embed{n}"), seeds.u32()?))
            .collect::<Result<Vec<_>, _>>()?;
        let mix = Maxout::read(sections, owner, 0, embeddings.len() * WIDTH)?;
        let windows =
            (1..=DEPTH).map(|n| Maxout::read(sections, owner, n, 3 * WIDTH)).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { embeddings, mix, windows })
    }

    /// The vector of a word before it sees its neighbours; one feature for each embedding table.
    pub(super) fn word(&self, features: &[u64], out: &mut [f32]) {
        let mut input = vec![0.0; self.mix.inputs];
        for ((embedding, feature), out) in self.embeddings.iter().zip(features).zip(input.chunks_exact_mut(WIDTH)) {
            embedding.embed(*feature, out);
        }
        self.mix.apply(&input, self.mix.inputs, out);
    }

    /// Lets the vectors of a paragraph see their neighbours, in place.
    pub(super) fn look_around(&self, rows: &mut Vec<f32>) {
        // Four rows of padding on each side go through the layers; beyond them lies nothing, which
        // is one more row that stays zero.
        let margin = (DEPTH + 1) * WIDTH;
        let mut now = vec![0.0; rows.len() + 2 * margin];
        now[margin..margin + rows.len()].copy_from_slice(rows);
        let mut change = vec![0.0; now.len() - 2 * WIDTH];
        for layer in &self.windows {
            layer.apply(&now, WIDTH, &mut change);
            for (x, change) in now[WIDTH..].iter_mut().zip(&change) {
                *x += change;
            }
        }
        let len = rows.len();
        rows.copy_from_slice(&now[margin..margin + len]);
    }
}

/// An affine function of token vectors or hidden layers.
pub(super) struct Affine {
    inputs: usize,
    outputs: usize,
    /// For each input the weights of all outputs.
    weights: Vec<f32>,
    bias: Vec<f32>,
}

impl Affine {
    pub(super) fn read(sections: &Sections, name: &str, outputs: usize, inputs: usize) -> Result<Self, ModelError> {
        let w = sections.array(&format!("{name}/W"), &[outputs, inputs])?;
        let mut weights = Vec::with_capacity(w.len());
        for input in 0..inputs {
            weights.extend((0..outputs).map(|o| w[o * inputs + input]));
        }
        Ok(Self { inputs, outputs, weights, bias: sections.array(&format!("{name}/b"), &[outputs])? })
    }

    pub(super) fn apply(&self, input: &[f32], out: &mut [f32]) {
        for (input, out) in input.chunks_exact(self.inputs).zip(out.chunks_exact_mut(self.outputs)) {
            out.fill(0.0);
            for (x, weights) in input.iter().zip(self.weights.chunks_exact(self.outputs)) {
                for (out, w) in out.iter_mut().zip(weights) {
                    *out += x * w;
                }
            }
            for (out, b) in out.iter_mut().zip(&self.bias) {
                *out += b;
            }
        }
    }
}

/// The scorer of the moves of a transition system.
pub(super) struct Scorer {
    slots: usize,
    moves: usize,
    project: Affine,
    /// Rows of `slots` times both pieces of the hidden layer, in the order slot, piece, output.
    lower: Affine,
    /// Slot, piece, output.
    pad: Vec<f32>,
    /// Piece, output.
    bias: Vec<f32>,
    upper: Affine,
}

/// Numbers for one slot: two pieces of the hidden layer.
const SLOT: usize = 2 * HIDDEN;

impl Scorer {
    pub(super) fn read(sections: &Sections, owner: &str, slots: usize, moves: usize) -> Result<Self, ModelError> {
        let w = sections.array(&format!("{owner}/lower/W"), &[slots, HIDDEN, 2, HIDDEN])?;
        let pieces_first = |slot: usize, n: usize| (slot * HIDDEN + n % HIDDEN) * 2 + n / HIDDEN;
        let mut weights = Vec::with_capacity(w.len());
        for input in 0..HIDDEN {
            for slot in 0..slots {
                weights.extend((0..SLOT).map(|n| w[pieces_first(slot, n) * HIDDEN + input]));
            }
        }
        let pad = sections.array(&format!("{owner}/lower/pad"), &[1, slots, HIDDEN, 2])?;
        let bias = sections.array(&format!("{owner}/lower/b"), &[HIDDEN, 2])?;
        Ok(Self {
            slots,
            moves,
            project: Affine::read(sections, &format!("{owner}/project"), HIDDEN, WIDTH)?,
            lower: Affine { inputs: HIDDEN, outputs: slots * SLOT, weights, bias: vec![0.0; slots * SLOT] },
            pad: (0..slots)
                .flat_map(|slot| (0..SLOT).map(move |n| (slot, n)))
                .map(|(s, n)| pad[pieces_first(s, n)])
                .collect(),
            bias: (0..SLOT).map(|n| bias[pieces_first(0, n)]).collect(),
            upper: Affine::read(sections, &format!("{owner}/upper"), moves, HIDDEN)?,
        })
    }

    /// What each token adds to the hidden layer in each slot.
    pub(super) fn prepare(&self, vectors: &[f32]) -> Vec<f32> {
        let tokens = vectors.len() / WIDTH;
        let mut projected = vec![0.0; tokens * HIDDEN];
        self.project.apply(vectors, &mut projected);
        let mut prepared = vec![0.0; tokens * self.slots * SLOT];
        self.lower.apply(&projected, &mut prepared);
        prepared
    }

    /// The scores of all moves in a state with these tokens in its slots.
    pub(super) fn score(&self, prepared: &[f32], slots: &[Option<u32>], scores: &mut [f32]) {
        let mut sums = [0.0f32; SLOT];
        for (slot, token) in slots.iter().enumerate() {
            let row = match token {
                Some(token) => &prepared[(*token as usize * self.slots + slot) * SLOT..][..SLOT],
                None => &self.pad[slot * SLOT..][..SLOT],
            };
            for (sum, x) in sums.iter_mut().zip(row) {
                *sum += x;
            }
        }
        for (sum, b) in sums.iter_mut().zip(&self.bias) {
            *sum += b;
        }
        let mut hidden = [0.0f32; HIDDEN];
        for (n, x) in hidden.iter_mut().enumerate() {
            *x = sums[n].max(sums[HIDDEN + n]);
        }
        self.upper.apply(&hidden, &mut scores[..self.moves]);
    }
}
