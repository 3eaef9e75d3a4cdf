package io.cohort.torch.data.images;

/** Height and width in pixels. */
record Size(int height, int width) {

    int pixels() {
        return height * width;
    }

    @Override
    public String toString() {
        return height + "×" + width;
    }
}
