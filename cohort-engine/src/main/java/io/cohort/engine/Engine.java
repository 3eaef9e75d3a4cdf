package io.cohort.engine;

/** A place where workers run. Found by name through {@link java.util.ServiceLoader}. */
public interface Engine {

    /** The word after {@code parallel.engine}. */
    String name();

    /** Starts a gang: all or nothing, with ranks. Returns once it is being launched; failures come from {@link GangRun#await}. */
    GangRun gang(Gang gang, GangListener listener, ArtifactStore artifacts);

    /** Runs independent tasks, each retried when its worker is lost; results in the order of the inputs. */
    TaskRun tasks(Tasks tasks, GangListener listener);

    /** Starts a service whose callers come and go. */
    ServiceRun service(Service service);

    /** The engine with this name. @throws io.cohort.core.error.UserMistake naming those there are */
    static Engine named(String name) {
        throw new UnsupportedOperationException(name);
    }
}
