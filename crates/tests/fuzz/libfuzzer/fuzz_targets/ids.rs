#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| regain_fuzz::codes::ids(data));
