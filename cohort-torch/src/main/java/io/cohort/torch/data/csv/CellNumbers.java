package io.cohort.torch.data.csv;

/** Numbers as tables have them: a sign, digits, a point, an exponent; nothing of what only programming languages write. */
final class CellNumbers {

    /** Up to these digits and this power of ten, a double's product or quotient is exactly rounded. */
    private static final int EXACT_DIGITS = 15;

    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private CellNumbers() {}

    /** The number that a text writes, rounded to the nearest double; not-a-number for a text that writes none. */
    static double parse(String text) {
        int length = text.length();
        int at = 0;
        boolean negative = length > 0 && text.charAt(0) == '-';
        if (length > 0 && (negative || text.charAt(0) == '+')) {
            at++;
        }
        long digits = 0;
        int count = 0;
        int fraction = 0;
        boolean point = false;
        for (; at < length; at++) {
            char c = text.charAt(at);
            if (c >= '0' && c <= '9') {
                count++;
                digits = count <= EXACT_DIGITS ? digits * 10 + (c - '0') : digits;
                fraction += point ? 1 : 0;
            } else if (c == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        if (count == 0 || !(at == length || exponent(text, at))) {
            return Double.NaN;
        }
        if (at < length || count > EXACT_DIGITS) {
            return Double.parseDouble(text);
        }
        double value = digits / POWERS[fraction];
        return negative ? -value : value;
    }

    private static boolean exponent(String text, int at) {
        int digit = at + 1;
        if (text.charAt(at) != 'e' && text.charAt(at) != 'E') {
            return false;
        }
        if (digit < text.length() && (text.charAt(digit) == '-' || text.charAt(digit) == '+')) {
            digit++;
        }
        if (digit == text.length()) {
            return false;
        }
        return text.substring(digit).chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
