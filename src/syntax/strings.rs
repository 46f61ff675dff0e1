//! The ids of strings and the rows that an id has in a hashed embedding table.
//!
//! Takes strings; gives the 64-bit ids of spaCy's string store. Does not turn ids back into
//! strings. Example: `nsubj` is a fixed symbol with id 429, `apple` hashes to 8566208034543834098.

use rustc_hash::FxHashMap;

use super::model::{ModelError, Sections};

/// MurmurHash64A with seed 1.
pub(super) fn murmur_hash(text: &[u8]) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    const R: u32 = 47;
    let mut hash = 1 ^ (text.len() as u64).wrapping_mul(M);
    let (blocks, rest) = text.as_chunks::<8>();
    for block in blocks {
        let mut k = u64::from_le_bytes(*block).wrapping_mul(M);
        k ^= k >> R;
        hash = (hash ^ k.wrapping_mul(M)).wrapping_mul(M);
    }
    if !rest.is_empty() {
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        hash = (hash ^ u64::from_le_bytes(last)).wrapping_mul(M);
    }
    hash = (hash ^ (hash >> R)).wrapping_mul(M);
    hash ^ (hash >> R)
}

/// The four 32-bit keys of a value in a hashed embedding; row = key modulo the rows of the table.
pub(super) fn embedding_keys(value: u64, seed: u32) -> [u32; 4] {
    let mix = |mut h: u64| {
        h ^= h >> 33;
        h = h.wrapping_mul(0xff51_afd7_ed55_8ccd);
        h ^= h >> 33;
        h = h.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        h ^ (h >> 33)
    };
    let seed = u64::from(seed);
    let mut h1 = value.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31).wrapping_mul(0x4cf5_ad43_2745_937f);
    h1 ^= seed ^ 8;
    let mut h2 = seed ^ 8;
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    h1 = mix(h1);
    h2 = mix(h2);
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    [h1 as u32, (h1 >> 32) as u32, h2 as u32, (h2 >> 32) as u32]
}

/// The fixed symbols that have small numbers instead of hashes.
pub(super) struct Symbols {
    numbers: FxHashMap<&'static str, u32>,
    longest: usize,
}

impl Symbols {
    pub(super) fn read(sections: &Sections) -> Result<Self, ModelError> {
        let mut reader = sections.section("symbols")?;
        let numbers = (0..reader.u32()?)
            .map(|_| Ok((reader.text()?, reader.u32()?)))
            .collect::<Result<FxHashMap<_, _>, ModelError>>()?;
        let longest = numbers.keys().map(|name| name.len()).max().unwrap_or(0);
        Ok(Self { numbers, longest })
    }

    /// The id of a string in spaCy's string store.
    pub(super) fn id(&self, text: &str) -> u64 {
        if text.is_empty() {
            return 0;
        }
        if text.len() <= self.longest
            && let Some(number) = self.numbers.get(text)
        {
            return u64::from(*number);
        }
        murmur_hash(text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::BUILT_IN;

    #[test]
    fn hashes_equal_those_of_the_reference() {
        for (text, hash) in [
            ("apple", 8_566_208_034_543_834_098),
            ("Apple", 6_418_411_030_699_964_375),
            ("the", 7_425_985_699_627_899_538),
            (".", 12_646_065_887_601_541_794),
            ("n't", 2_043_519_015_752_540_944),
            ("’", 9_283_054_155_332_335_931),
            ("New York", 16_910_981_474_062_290_848),
            ("naïve", 16_224_804_062_388_677_344),
            ("日本", 2_324_319_125_191_504_834),
            ("a", 11_901_859_001_352_538_922),
            ("abcdefgh", 17_751_780_907_874_141_760),
            ("abcdefghi", 13_885_881_106_499_164_936),
            ("xxxxxxxxxxxxxxxx", 5_107_336_825_990_684_282),
            ("\n", 962_983_613_142_996_970),
            ("dobj||xcomp", 2_151_375_397_985_789_864),
            ("agent", 1_591_739_283_372_538_942),
        ] {
            assert_eq!(murmur_hash(text.as_bytes()), hash, "{text:?}");
        }
    }

    #[test]
    fn fixed_symbols_have_small_ids() {
        let symbols = Symbols::read(&Sections::open(BUILT_IN).unwrap()).unwrap();
        for (text, id) in [("agent", 401), ("X", 101), ("_", 456), ("nsubj", 429), ("PERSON", 380), ("", 0)] {
            assert_eq!(symbols.id(text), id, "{text:?}");
        }
        assert_eq!(symbols.id("ROOT"), 8_206_900_633_647_566_924);
    }

    #[test]
    fn rows_of_embeddings_equal_those_of_the_reference() {
        for (value, seed, rows, expected) in [
            (8_566_208_034_543_834_098, 8, 5000, [3934, 1080, 901, 472]),
            (14_862_748_245_026_736_845, 9, 1000, [768, 799, 974, 683]),
            (16_838_316_573_854_262_908, 10, 2500, [212, 641, 2136, 597]),
            (16_072_095_006_890_171_862, 11, 2500, [714, 447, 1963, 1109]),
            (1, 12, 50, [6, 13, 20, 22]),
            (0, 12, 50, [38, 25, 37, 40]),
            (0, 13, 50, [14, 41, 15, 38]),
            (1, 13, 50, [42, 11, 7, 14]),
            (401, 8, 5000, [1286, 65, 577, 1449]),
            (101, 11, 2500, [730, 2338, 1936, 2202]),
        ] {
            assert_eq!(embedding_keys(value, seed).map(|key| key % rows), expected);
        }
        assert_eq!(
            embedding_keys(8_566_208_034_543_834_098, 8),
            [2_653_853_934, 3_922_826_080, 3_980_780_901, 3_736_755_472]
        );
    }
}
