package io.cohort.comm.internal.wire;

import java.util.List;

/** Where the ranks of one group meet while it opens: everyone gives a value under a name and gets everyone's, by rank. */
public interface Meeting {
    List<byte[]> exchange(String key, byte[] value);
}
