//! The six tables as Parquet, for DuckDB, pandas, Polars and Spark.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;

use super::folder::Folder;
use super::rows::{Contents, Table};
use super::table::{Cell, Column, Kind, Sink};
use super::{ExportError, Leanings};
use crate::store::{DocumentRecord, Graph, StoreError};

/// How many rows are held in memory before they are written.
const GROUP: usize = 16_384;

/// Writes `documents.parquet`, `entities.parquet`, `mentions.parquet`, `statements.parquet`,
/// `events.parquet` and `edges.parquet` into a folder, which is made if it is not there; all of
/// them or none. Columns are those of the CSV tables, lists are lists, words are given verbatim.
///
/// # Errors
/// If a file cannot be written or a record not be read.
pub fn write_parquet(
    directory: &Path,
    graph: &Graph,
    leanings: &Leanings,
    mut record: impl FnMut(&str) -> Result<Option<DocumentRecord>, StoreError>,
) -> Result<(), ExportError> {
    let contents = Contents::new(graph, leanings);
    let mut folder = Folder::begin(directory)?;
    for table in Table::ALL {
        folder.file(&format!("{}.parquet", table.name()), |out| {
            let mut file = Groups::new(table, out)?;
            table.fill(&contents, &mut record, &mut file)?;
            file.finish()
        })?;
    }
    folder.finish()
}

/// A file under way: rows are gathered and written in groups, a column after the other.
struct Groups<'o, 'f> {
    writer: SerializedFileWriter<&'o mut BufWriter<&'f File>>,
    columns: &'static [Column],
    gathered: Vec<Gathered>,
    rows: usize,
}

/// The values of a column, and where there are none.
struct Gathered {
    values: Values,
    /// For each value or gap how much of it is there: 1 a value, 0 none.
    present: Vec<i16>,
    /// For each value of a list whether it begins a row (0) or goes on (1).
    repeated: Vec<i16>,
}

enum Values {
    Text(Vec<ByteArray>),
    Whole(Vec<i64>),
    Real(Vec<f64>),
    Truth(Vec<bool>),
}

impl<'o, 'f> Groups<'o, 'f> {
    fn new(table: Table, out: &'o mut BufWriter<&'f File>) -> Result<Self, ExportError> {
        let columns = table.columns();
        let fields = columns.iter().map(|c| field(c).map(Arc::new)).collect::<Result<_, _>>().map_err(broken)?;
        let schema = Type::group_type_builder(table.name()).with_fields(fields).build().map_err(broken)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by("actant".to_owned())
            .build();
        let writer = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties)).map_err(broken)?;
        Ok(Self { writer, columns, gathered: columns.iter().map(Gathered::new).collect(), rows: 0 })
    }

    fn write_group(&mut self) -> Result<(), ExportError> {
        if self.rows > 0 {
            let mut group = self.writer.next_row_group().map_err(broken)?;
            for (column, gathered) in self.columns.iter().zip(&mut self.gathered) {
                let whole = std::mem::replace(gathered, Gathered::new(column));
                whole.write(column, &mut group)?;
            }
            group.close().map_err(broken)?;
            self.rows = 0;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<(), ExportError> {
        self.write_group()?;
        self.writer.close().map_err(broken)?;
        Ok(())
    }
}

impl Sink for Groups<'_, '_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), ExportError> {
        for (gathered, cell) in self.gathered.iter_mut().zip(cells) {
            gathered.push(cell);
        }
        self.rows += 1;
        if self.rows == GROUP { self.write_group() } else { Ok(()) }
    }
}

/// The field of a column; lists have the three levels that the format asks for.
fn field(column: &Column) -> Result<Type, ParquetError> {
    let words = |name: &str, repetition| {
        Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
            .with_repetition(repetition)
            .with_logical_type(Some(LogicalType::String))
            .build()
    };
    let plain =
        |physical| Type::primitive_type_builder(column.name, physical).with_repetition(Repetition::OPTIONAL).build();
    match column.kind {
        Kind::Text => words(column.name, Repetition::OPTIONAL),
        Kind::Whole => plain(Physical::INT64),
        Kind::Real => plain(Physical::DOUBLE),
        Kind::Truth => plain(Physical::BOOLEAN),
        Kind::List => {
            let list = Type::group_type_builder("list")
                .with_repetition(Repetition::REPEATED)
                .with_fields(vec![Arc::new(words("element", Repetition::REQUIRED)?)])
                .build()?;
            Type::group_type_builder(column.name)
                .with_repetition(Repetition::REQUIRED)
                .with_logical_type(Some(LogicalType::List))
                .with_fields(vec![Arc::new(list)])
                .build()
        }
    }
}

impl Gathered {
    fn new(column: &Column) -> Self {
        let values = match column.kind {
            Kind::Text | Kind::List => Values::Text(Vec::new()),
            Kind::Whole => Values::Whole(Vec::new()),
            Kind::Real => Values::Real(Vec::new()),
            Kind::Truth => Values::Truth(Vec::new()),
        };
        Self { values, present: Vec::new(), repeated: Vec::new() }
    }

    fn push(&mut self, cell: &Cell<'_>) {
        match (&mut self.values, cell) {
            (Values::Text(all), Cell::Text(words) | Cell::Plain(words)) => all.push(words.as_bytes().to_vec().into()),
            (Values::Text(all), Cell::List(values)) if !values.is_empty() => {
                for (i, words) in values.iter().enumerate() {
                    all.push(words.as_bytes().to_vec().into());
                    self.present.push(1);
                    self.repeated.push(i16::from(i > 0));
                }
                return;
            }
            (Values::Whole(all), Cell::Whole(number)) => all.push(*number),
            (Values::Real(all), Cell::Real(number)) => all.push(*number),
            (Values::Truth(all), Cell::Truth(truth)) => all.push(*truth),
            // An empty cell, and an empty list.
            _ => {
                self.present.push(0);
                self.repeated.push(0);
                return;
            }
        }
        self.present.push(1);
        self.repeated.push(0);
    }

    fn write<W: std::io::Write + Send>(
        self,
        column: &Column,
        group: &mut SerializedRowGroupWriter<'_, W>,
    ) -> Result<(), ExportError> {
        let mut writer = group
            .next_column()
            .map_err(broken)?
            .ok_or_else(|| ExportError::Write(std::io::Error::other("the file has fewer columns than the table")))?;
        let repeated = (column.kind == Kind::List).then_some(self.repeated.as_slice());
        write_values(&mut writer, &self.values, &self.present, repeated).map_err(broken)?;
        writer.close().map_err(broken)
    }
}

fn write_values(
    writer: &mut SerializedColumnWriter<'_>,
    values: &Values,
    present: &[i16],
    repeated: Option<&[i16]>,
) -> Result<usize, ParquetError> {
    match values {
        Values::Text(all) => writer.typed::<ByteArrayType>().write_batch(all, Some(present), repeated),
        Values::Whole(all) => writer.typed::<Int64Type>().write_batch(all, Some(present), repeated),
        Values::Real(all) => writer.typed::<DoubleType>().write_batch(all, Some(present), repeated),
        Values::Truth(all) => writer.typed::<BoolType>().write_batch(all, Some(present), repeated),
    }
}

/// What Parquet's writer complains of: always that it could not write, as the tables fit their columns.
fn broken(error: ParquetError) -> ExportError {
    ExportError::Write(std::io::Error::other(error))
}
