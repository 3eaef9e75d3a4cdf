package io.cohort.core.internal;

/** Any text that a file can hold. */
record TextRule() implements Rule<String> {

    @Override
    public Outcome<String> read(String written) {
        boolean broken = written.codePoints().anyMatch(point -> Character.getType(point) == Character.SURROGATE);
        return broken ? Outcome.refused("must be whole characters, not half of a pair", "") : Outcome.of(written);
    }
}
