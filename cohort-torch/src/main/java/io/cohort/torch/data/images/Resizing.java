package io.cohort.torch.data.images;

/**
 * Makes a channel another size: each new pixel is the mean of the area of the old image that it covers, with pixels at its edge counted by the part
 * that it covers. Whole-number arithmetic, so every machine gives the same bits.
 */
final class Resizing {

    private Resizing() {}

    static byte[] to(Size to, byte[] pixels, Size from) {
        if (to.equals(from)) {
            return pixels;
        }
        byte[] resized = new byte[to.pixels()];
        for (int y = 0; y < to.height(); y++) {
            for (int x = 0; x < to.width(); x++) {
                resized[y * to.width() + x] = (byte) mean(to, pixels, from, y, x);
            }
        }
        return resized;
    }

    /** In units of a {@code to}th of an old pixel, a new pixel is {@code from} long and an old one {@code to}. */
    private static long mean(Size to, byte[] pixels, Size from, int y, int x) {
        long top = (long) y * from.height();
        long left = (long) x * from.width();
        long sum = 0;
        for (long row = top / to.height(); row * to.height() < top + from.height(); row++) {
            long high = overlap(row * to.height(), to.height(), top, from.height());
            for (long column = left / to.width(); column * to.width() < left + from.width(); column++) {
                long wide = overlap(column * to.width(), to.width(), left, from.width());
                sum += high * wide * (pixels[(int) (row * from.width() + column)] & 0xff);
            }
        }
        long area = (long) from.height() * from.width();
        return (sum + area / 2) / area;
    }

    private static long overlap(long a, long aLength, long b, long bLength) {
        return Math.min(a + aLength, b + bLength) - Math.max(a, b);
    }
}
