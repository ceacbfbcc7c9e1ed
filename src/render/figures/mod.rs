//! What is drawn: charts, diagrams and QR codes, films and sounds, pictures with captions.

pub mod chart;
pub mod diagram;
mod fence;
pub mod media;
pub mod pictures;
pub mod qr;
