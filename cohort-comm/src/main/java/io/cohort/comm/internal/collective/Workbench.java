package io.cohort.comm.internal.collective;

/** What a group's thread keeps between collectives: scratch memory and kernels. Threading: one thread. */
public final class Workbench implements AutoCloseable {

    private final Scratch scratch = new Scratch();
    private final TensorViews views = new TensorViews();
    private final TreeReduction reduction = new TreeReduction(views);

    public Scratch scratch() {
        return scratch;
    }

    TreeReduction reduction() {
        return reduction;
    }

    TensorViews views() {
        return views;
    }

    @Override
    public void close() {
        reduction.close();
        scratch.close();
        views.close();
    }
}
