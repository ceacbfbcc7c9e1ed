//! What is drawn: charts, diagrams and QR codes, films and sounds, pictures with captions.

pub(crate) mod chart;
pub(crate) mod diagram;
mod fence;
pub(crate) mod media;
pub(crate) mod pictures;
pub mod qr;
