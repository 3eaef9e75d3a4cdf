package io.cohort.torch.data.look;

/**
 * One key of the data section that reads what was seen.
 *
 * @param value text, number, boolean, path, or a list of them
 * @param why what was seen that speaks for it
 */
public record SeenKey(String name, Object value, String why) {}
