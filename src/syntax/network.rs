//! The layers of the networks.
//!
//! Takes weights and rows of numbers; gives rows of numbers. Does not know what a row stands for.
//! Every output is a sum over the inputs in their order, whatever the width of the machine's
//! vectors, so a row never depends on the rows that happen to be computed with it. Example: the
//! vector of `bank` in one article is, bit for bit, the same whatever else the article says.

use pulp::{Arch, Simd, WithSimd};

use super::model::{ModelError, Sections};
use super::strings::embedding_keys;

/// The width of token vectors.
pub(super) const WIDTH: usize = 96;
/// The hidden width of the transition models.
pub(super) const HIDDEN: usize = 64;
/// Affine functions of which a maxout layer takes the best.
const PIECES: usize = 3;
/// How many layers look at the neighbours; a paragraph is padded by as many rows on each side.
const DEPTH: usize = 4;
/// A token with its two neighbours.
const WINDOW: usize = 3 * WIDTH;

/// Numbers that start at the beginning of a cache line, which makes reading them in vectors faster.
struct Aligned {
    numbers: Vec<f32>,
    start: usize,
}

impl Aligned {
    const LINE: usize = 64;

    fn new(values: impl ExactSizeIterator<Item = f32>) -> Self {
        let mut numbers: Vec<f32> = Vec::with_capacity(values.len() + Self::LINE / size_of::<f32>());
        let start = numbers.as_ptr().align_offset(Self::LINE).min(Self::LINE / size_of::<f32>());
        numbers.resize(start, 0.0);
        numbers.extend(values);
        Self { numbers, start }
    }

    fn numbers(&self) -> &[f32] {
        &self.numbers[self.start..]
    }
}

/// How many outputs one vector of the machine holds.
struct Lanes;

impl WithSimd for Lanes {
    type Output = usize;

    fn with_simd<S: Simd>(self, _: S) -> usize {
        S::F32_LANES
    }
}

/// Weights in the order of their use: panels of outputs, in a panel for each input the weights of
/// all its outputs. Outputs that fill up the last panel have weights of zero.
struct Panels {
    weights: Aligned,
    bias: Aligned,
}

impl Panels {
    /// Panels of `vectors` machine vectors; `at` says which output stands at a place, if any.
    fn new(
        arch: Arch,
        (inputs, vectors, places): (usize, usize, usize),
        weights: &[f32],
        bias: &[f32],
        at: impl Fn(usize) -> Option<usize>,
    ) -> Self {
        let panel = vectors * arch.dispatch(Lanes);
        let outputs: Vec<Option<usize>> = (0..places.next_multiple_of(panel)).map(at).collect();
        let mut packed = Vec::with_capacity(outputs.len() * inputs);
        for outputs in outputs.chunks_exact(panel) {
            for input in 0..inputs {
                packed
                    .extend(outputs.iter().map(|output| output.map_or(0.0, |output| weights[output * inputs + input])));
            }
        }
        let bias = outputs.iter().map(|output| output.map_or(0.0, |output| bias[output]));
        Self { weights: Aligned::new(packed.into_iter()), bias: Aligned::new(bias) }
    }
}

/// Sums for a panel of outputs and some rows.
#[inline(always)]
fn sums<S: Simd, const INPUTS: usize, const ROWS: usize, const VECTORS: usize>(
    simd: S,
    rows: &[&[f32; INPUTS]; ROWS],
    weights: &[[S::f32s; VECTORS]],
) -> [[S::f32s; VECTORS]; ROWS] {
    let mut sums = [[simd.splat_f32s(0.0); VECTORS]; ROWS];
    // A panel has one set of weights for each input.
    for (input, weights) in (0..INPUTS).zip(weights) {
        for (sums, row) in sums.iter_mut().zip(rows) {
            let x = simd.splat_f32s(row[input]);
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum = simd.mul_add_e_f32s(x, *weight, *sum);
            }
        }
    }
    sums
}

/// The rows of `input` that start at each of `starts`; the last one again where `starts` is short.
#[inline(always)]
fn rows_at<'i, const INPUTS: usize, const ROWS: usize>(input: &'i [f32], starts: &[u32]) -> [&'i [f32; INPUTS]; ROWS] {
    std::array::from_fn(|row| {
        let start = starts[row.min(starts.len() - 1)] as usize;
        input[start..].first_chunk::<INPUTS>().expect("every row lies inside the input")
    })
}

/// Applies `$apply` with the most rows at a time that the machine has registers for.
macro_rules! with_rows {
    ($simd:ident: $S:ident, $task:expr) => {
        if $S::REGISTER_COUNT >= 32 { $task.apply::<$S, 8>($simd) } else { $task.apply::<$S, 4>($simd) }
    };
}

/// A hashed embedding table.
struct Embedding {
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
struct Maxout<const INPUTS: usize> {
    /// A panel holds the three pieces of one vector of outputs.
    panels: Panels,
    gain: Vec<f32>,
    shift: Vec<f32>,
}

impl<const INPUTS: usize> Maxout<INPUTS> {
    fn read(arch: Arch, sections: &Sections, owner: &str, number: usize) -> Result<Self, ModelError> {
        let weights = sections.array(&format!("{owner}/maxout{number}/W"), &[WIDTH, PIECES, INPUTS])?;
        let bias = sections.array(&format!("{owner}/maxout{number}/b"), &[WIDTH, PIECES])?;
        let lanes = arch.dispatch(Lanes);
        let output_at = |place: usize| {
            let (vector, lane) = (place / lanes, place % lanes);
            Some((vector / PIECES * lanes + lane) * PIECES + vector % PIECES)
        };
        Ok(Self {
            panels: Panels::new(arch, (INPUTS, PIECES, WIDTH * PIECES), &weights, &bias, output_at),
            gain: sections.array(&format!("{owner}/norm{number}/G"), &[WIDTH])?,
            shift: sections.array(&format!("{owner}/norm{number}/b"), &[WIDTH])?,
        })
    }

    /// One row of outputs for each row of inputs; `starts` says where in `input` rows start.
    fn apply(&self, arch: Arch, input: &[f32], starts: &[u32], out: &mut Vec<f32>) {
        out.clear();
        out.resize(starts.len() * WIDTH, 0.0);
        arch.dispatch(MaxoutTask { layer: self, input, starts, out });
    }

    #[inline(always)]
    fn normalise(&self, row: &mut [f32]) {
        const EPSILON: f32 = 1e-8;
        const SUMS: usize = 16;
        let mut sums = [0.0f32; SUMS];
        for x in row.as_chunks::<SUMS>().0 {
            for (sum, x) in sums.iter_mut().zip(x) {
                *sum += x;
            }
        }
        let mean = sums.iter().sum::<f32>() / WIDTH as f32;
        let mut squares = [0.0f32; SUMS];
        for x in row.as_chunks::<SUMS>().0 {
            for (square, x) in squares.iter_mut().zip(x) {
                *square += (x - mean) * (x - mean);
            }
        }
        let variance = squares.iter().sum::<f32>() / WIDTH as f32 + EPSILON;
        let scale = variance.sqrt().recip();
        for ((x, gain), shift) in row.iter_mut().zip(&self.gain).zip(&self.shift) {
            *x = (*x - mean) * scale * gain + shift;
        }
    }
}

struct MaxoutTask<'a, const INPUTS: usize> {
    layer: &'a Maxout<INPUTS>,
    input: &'a [f32],
    starts: &'a [u32],
    out: &'a mut [f32],
}

impl<const INPUTS: usize> WithSimd for MaxoutTask<'_, INPUTS> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        with_rows!(simd: S, self);
    }
}

impl<const INPUTS: usize> MaxoutTask<'_, INPUTS> {
    #[inline(always)]
    fn apply<S: Simd, const ROWS: usize>(self, simd: S) {
        let weights = S::as_simd_f32s(self.layer.panels.weights.numbers()).0.as_chunks::<PIECES>().0;
        let bias = S::as_simd_f32s(self.layer.panels.bias.numbers()).0.as_chunks::<PIECES>().0;
        for (starts, out) in self.starts.chunks(ROWS).zip(self.out.chunks_mut(ROWS * WIDTH)) {
            let rows = rows_at::<INPUTS, ROWS>(self.input, starts);
            for (panel, (weights, bias)) in weights.chunks_exact(INPUTS).zip(bias).enumerate() {
                let sums = sums::<S, INPUTS, ROWS, PIECES>(simd, &rows, weights);
                for (sums, out) in sums.iter().zip(out.chunks_exact_mut(WIDTH)) {
                    let piece = |n: usize| simd.add_f32s(sums[n], bias[n]);
                    let best = simd.max_f32s(simd.max_f32s(piece(0), piece(1)), piece(2));
                    S::as_mut_simd_f32s(out).0[panel] = best;
                }
            }
            for row in out.chunks_exact_mut(WIDTH) {
                self.layer.normalise(row);
            }
        }
    }
}

/// The layer that mixes a word's embeddings; how many there are differs between the encoders.
enum Mix {
    Six(Maxout<{ 6 * WIDTH }>),
    Four(Maxout<{ 4 * WIDTH }>),
}

/// Word features to token vectors that see four tokens to each side.
pub(super) struct Encoder {
    arch: Arch,
    embeddings: Vec<Embedding>,
    mix: Mix,
    windows: Vec<Maxout<WINDOW>>,
}

/// Numbers that the encoder works on, kept to be used again.
#[derive(Default)]
pub(super) struct EncoderMemory {
    now: Vec<f32>,
    change: Vec<f32>,
    starts: Vec<u32>,
}

impl Encoder {
    pub(super) fn read(arch: Arch, sections: &Sections, owner: &str) -> Result<Self, ModelError> {
        let mut seeds = sections.section(&format!("{owner}/seeds"))?;
        let embeddings = (0..seeds.u32()?)
            .map(|n| Embedding::read(sections, &format!("{owner}/embed{n}"), seeds.u32()?))
            .collect::<Result<Vec<_>, _>>()?;
        let mix = match embeddings.len() {
            6 => Mix::Six(Maxout::read(arch, sections, owner, 0)?),
            4 => Mix::Four(Maxout::read(arch, sections, owner, 0)?),
            _ => return Err(seeds.damaged("neither four nor six embedding tables")),
        };
        let windows = (1..=DEPTH).map(|n| Maxout::read(arch, sections, owner, n)).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { arch, embeddings, mix, windows })
    }

    /// How many features a word has for this encoder.
    pub(super) fn features(&self) -> usize {
        self.embeddings.len()
    }

    /// The vectors of words before they see their neighbours, appended to `out`; `features` holds
    /// one after the other the features of each word.
    pub(super) fn words(&self, features: &[u64], memory: &mut EncoderMemory, out: &mut Vec<f32>) {
        let inputs = self.features() * WIDTH;
        memory.now.clear();
        memory.now.resize(features.len() * WIDTH, 0.0);
        for (features, out) in features.chunks_exact(self.features()).zip(memory.now.chunks_exact_mut(inputs)) {
            for ((embedding, feature), out) in self.embeddings.iter().zip(features).zip(out.chunks_exact_mut(WIDTH)) {
                embedding.embed(*feature, out);
            }
        }
        memory.starts.clear();
        memory.starts.extend((0..features.len() / self.features()).map(|n| (n * inputs) as u32));
        match &self.mix {
            Mix::Six(layer) => layer.apply(self.arch, &memory.now, &memory.starts, &mut memory.change),
            Mix::Four(layer) => layer.apply(self.arch, &memory.now, &memory.starts, &mut memory.change),
        }
        out.extend_from_slice(&memory.change);
    }

    /// Lets the vectors of paragraphs see their neighbours, in place; `lengths` are the tokens of
    /// each paragraph.
    pub(super) fn look_around(&self, lengths: &[usize], rows: &mut [f32], memory: &mut EncoderMemory) {
        // Padding goes through the layers like tokens do. As each layer looks one row further, the
        // last one needs no padding, the one before a row on each side, and so on.
        memory.now.clear();
        let mut from = 0;
        for len in lengths {
            memory.now.resize(memory.now.len() + DEPTH * WIDTH, 0.0);
            memory.now.extend_from_slice(&rows[from..from + len * WIDTH]);
            memory.now.resize(memory.now.len() + DEPTH * WIDTH, 0.0);
            from += len * WIDTH;
        }
        for (layer, padding) in self.windows.iter().zip((0..DEPTH).rev()) {
            memory.starts.clear();
            let mut first = 0;
            for len in lengths {
                let tokens = first + DEPTH..first + DEPTH + len;
                memory
                    .starts
                    .extend((tokens.start - padding..tokens.end + padding).map(|row| ((row - 1) * WIDTH) as u32));
                first = tokens.end + DEPTH;
            }
            layer.apply(self.arch, &memory.now, &memory.starts, &mut memory.change);
            for (start, change) in memory.starts.iter().zip(memory.change.as_chunks::<WIDTH>().0) {
                let row = *start as usize + WIDTH;
                for (x, change) in memory.now[row..row + WIDTH].iter_mut().zip(change) {
                    *x += change;
                }
            }
        }
        let (mut from, mut first) = (0, DEPTH);
        for len in lengths {
            rows[from..from + len * WIDTH].copy_from_slice(&memory.now[first * WIDTH..(first + len) * WIDTH]);
            from += len * WIDTH;
            first += len + 2 * DEPTH;
        }
    }
}

/// An affine function of token vectors or hidden layers.
pub(super) struct Affine<const INPUTS: usize> {
    arch: Arch,
    outputs: usize,
    panels: Panels,
}

/// Vectors in a panel of an affine function of many rows.
const AFFINE_VECTORS: usize = 2;

impl<const INPUTS: usize> Affine<INPUTS> {
    pub(super) fn read(arch: Arch, sections: &Sections, name: &str, outputs: usize) -> Result<Self, ModelError> {
        let weights = sections.array(&format!("{name}/W"), &[outputs, INPUTS])?;
        let bias = sections.array(&format!("{name}/b"), &[outputs])?;
        let output_at = |place: usize| (place < outputs).then_some(place);
        Ok(Self::new(arch, outputs, &weights, &bias, output_at))
    }

    fn new(
        arch: Arch,
        outputs: usize,
        weights: &[f32],
        bias: &[f32],
        output_at: impl Fn(usize) -> Option<usize>,
    ) -> Self {
        Self { arch, outputs, panels: Panels::new(arch, (INPUTS, AFFINE_VECTORS, outputs), weights, bias, output_at) }
    }

    /// One row of outputs for each row of inputs.
    pub(super) fn apply(&self, input: &[f32], out: &mut Vec<f32>) {
        out.clear();
        out.resize(input.len() / INPUTS * self.outputs, 0.0);
        self.arch.dispatch(AffineTask { layer: self, input, out });
    }
}

struct AffineTask<'a, const INPUTS: usize> {
    layer: &'a Affine<INPUTS>,
    input: &'a [f32],
    out: &'a mut [f32],
}

impl<const INPUTS: usize> WithSimd for AffineTask<'_, INPUTS> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        with_rows!(simd: S, self);
    }
}

impl<const INPUTS: usize> AffineTask<'_, INPUTS> {
    #[inline(always)]
    fn apply<S: Simd, const ROWS: usize>(self, simd: S) {
        let weights = S::as_simd_f32s(self.layer.panels.weights.numbers()).0.as_chunks::<AFFINE_VECTORS>().0;
        let bias = S::as_simd_f32s(self.layer.panels.bias.numbers()).0.as_chunks::<AFFINE_VECTORS>().0;
        let (outputs, width) = (self.layer.outputs, AFFINE_VECTORS * S::F32_LANES);
        let input = self.input.as_chunks::<INPUTS>().0;
        for (input, out) in input.chunks(ROWS).zip(self.out.chunks_mut(ROWS * outputs)) {
            let rows: [&[f32; INPUTS]; ROWS] = std::array::from_fn(|row| &input[row.min(input.len() - 1)]);
            for (panel, (weights, bias)) in weights.chunks_exact(INPUTS).zip(bias).enumerate() {
                let sums = sums::<S, INPUTS, ROWS, AFFINE_VECTORS>(simd, &rows, weights);
                for (sums, out) in sums.iter().zip(out.chunks_exact_mut(outputs)) {
                    let out = &mut out[panel * width..outputs.min((panel + 1) * width)];
                    for ((sum, bias), out) in sums.iter().zip(bias).zip(out.chunks_mut(S::F32_LANES)) {
                        simd.partial_store_f32s(out, simd.add_f32s(*sum, *bias));
                    }
                }
            }
        }
    }
}

/// The scorer of the moves of a transition system.
pub(super) struct Scorer {
    arch: Arch,
    slots: usize,
    project: Affine<WIDTH>,
    /// Rows of both pieces of the hidden layer for each slot, in the order slot, piece, output.
    lower: Affine<HIDDEN>,
    /// Slot, piece, output.
    pad: Vec<f32>,
    /// Piece, output.
    bias: Vec<f32>,
    upper: Panels,
}

/// Numbers of one slot: two pieces of the hidden layer.
const SLOT: usize = 2 * HIDDEN;
/// Vectors in a panel of the upper layer, which is applied to one row at a time.
const UPPER_VECTORS: usize = 8;
/// The most moves a transition system has, filled up to whole panels.
pub(super) const MOVES: usize = 128;

/// What each token of a paragraph adds to the hidden layer in each slot.
#[derive(Default)]
pub(super) struct Prepared {
    projected: Vec<f32>,
    rows: Vec<f32>,
}

impl Scorer {
    pub(super) fn read(
        arch: Arch,
        sections: &Sections,
        owner: &str,
        slots: usize,
        moves: usize,
    ) -> Result<Self, ModelError> {
        let lower = sections.array(&format!("{owner}/lower/W"), &[slots, HIDDEN, 2, HIDDEN])?;
        let pad = sections.array(&format!("{owner}/lower/pad"), &[1, slots, HIDDEN, 2])?;
        let bias = sections.array(&format!("{owner}/lower/b"), &[HIDDEN, 2])?;
        let upper = sections.array(&format!("{owner}/upper/W"), &[moves, HIDDEN])?;
        let upper_bias = sections.array(&format!("{owner}/upper/b"), &[moves])?;
        if moves > MOVES {
            return Err(sections.section(&format!("{owner}/moves"))?.damaged("too many moves"));
        }
        // The model has the pieces innermost; here they come before the outputs.
        let at = |place: usize| (place / SLOT * HIDDEN + place % HIDDEN) * 2 + place % SLOT / HIDDEN;
        let lower = Affine::new(arch, slots * SLOT, &lower, &vec![0.0; slots * SLOT], |place| Some(at(place)));
        Ok(Self {
            arch,
            slots,
            project: Affine::read(arch, sections, &format!("{owner}/project"), HIDDEN)?,
            lower,
            pad: (0..slots * SLOT).map(|place| pad[at(place)]).collect(),
            bias: (0..SLOT).map(|place| bias[at(place)]).collect(),
            upper: Panels::new(arch, (HIDDEN, UPPER_VECTORS, MOVES), &upper, &upper_bias, |place| {
                (place < moves).then_some(place)
            }),
        })
    }

    /// What each token of a paragraph adds in each slot.
    pub(super) fn prepare(&self, vectors: &[f32], prepared: &mut Prepared) {
        self.project.apply(vectors, &mut prepared.projected);
        self.lower.apply(&prepared.projected, &mut prepared.rows);
    }

    /// The best of the allowed moves in a state with these tokens in its slots; of equally good
    /// ones the first.
    pub(super) fn best(&self, prepared: &Prepared, slots: &[Option<u32>], allowed: &Allowed) -> usize {
        self.arch.dispatch(BestMove { scorer: self, prepared: &prepared.rows, slots, allowed })
    }
}

/// Which moves are allowed: what is added to their scores.
pub(super) struct Allowed([f32; MOVES]);

impl Allowed {
    pub(super) fn new(moves: impl Iterator<Item = bool>) -> Self {
        let mut allowed = Self([f32::NEG_INFINITY; MOVES]);
        for (added, _) in allowed.0.iter_mut().zip(moves).filter(|(_, is_allowed)| *is_allowed) {
            *added = 0.0;
        }
        allowed
    }
}

struct BestMove<'a> {
    scorer: &'a Scorer,
    prepared: &'a [f32],
    slots: &'a [Option<u32>],
    allowed: &'a Allowed,
}

impl WithSimd for BestMove<'_> {
    type Output = usize;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> usize {
        let scorer = self.scorer;
        let pads = scorer.pad.as_chunks::<SLOT>().0;
        let rows = self.prepared.as_chunks::<SLOT>().0;
        let mut sums_of_slots = [0.0f32; SLOT];
        for (slot, (token, pad)) in self.slots.iter().zip(pads).enumerate() {
            let row = token.map_or(pad, |token| &rows[token as usize * scorer.slots + slot]);
            for (sum, x) in sums_of_slots.iter_mut().zip(row) {
                *sum += x;
            }
        }
        for (sum, bias) in sums_of_slots.iter_mut().zip(&scorer.bias) {
            *sum += bias;
        }
        let (first, second) = sums_of_slots.split_at(HIDDEN);
        let hidden: [f32; HIDDEN] = std::array::from_fn(|n| first[n].max(second[n]));

        let weights = S::as_simd_f32s(scorer.upper.weights.numbers()).0.as_chunks::<UPPER_VECTORS>().0;
        let bias = S::as_simd_f32s(scorer.upper.bias.numbers()).0.as_chunks::<UPPER_VECTORS>().0;
        let allowed = S::as_simd_f32s(&self.allowed.0).0.as_chunks::<UPPER_VECTORS>().0;
        let mut scores = [0.0f32; MOVES];
        let out = S::as_mut_simd_f32s(&mut scores).0.as_chunks_mut::<UPPER_VECTORS>().0;
        for (((weights, bias), allowed), out) in weights.chunks_exact(HIDDEN).zip(bias).zip(allowed).zip(out) {
            let [sums] = sums::<S, HIDDEN, 1, UPPER_VECTORS>(simd, &[&hidden], weights);
            for (((sum, bias), allowed), out) in sums.iter().zip(bias).zip(allowed).zip(out) {
                *out = simd.add_f32s(simd.add_f32s(*sum, *bias), *allowed);
            }
        }
        let mut best = [f32::NEG_INFINITY; 16];
        for scores in scores.as_chunks::<16>().0 {
            for (best, score) in best.iter_mut().zip(scores) {
                *best = if *score > *best { *score } else { *best };
            }
        }
        let best = best.iter().fold(f32::NEG_INFINITY, |best, score| if *score > best { *score } else { best });
        scores.iter().position(|score| *score == best).unwrap_or(0)
    }
}
