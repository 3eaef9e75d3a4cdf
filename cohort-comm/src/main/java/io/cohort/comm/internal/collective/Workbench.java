package io.cohort.comm.internal.collective;

/** What a group's thread keeps between collectives: scratch memory and kernels. Threading: one thread. */
public final class Workbench implements AutoCloseable {

    private final Scratch scratch = new Scratch();
    private final TreeReduction reduction = new TreeReduction();

    public Scratch scratch() {
        return scratch;
    }

    TreeReduction reduction() {
        return reduction;
    }

    @Override
    public void close() {
        scratch.close();
        reduction.close();
    }
}
