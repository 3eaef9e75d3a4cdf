/** Whether libtorch works on this machine. */
@NullMarked
package io.cohort.torch.doctor;

import org.jspecify.annotations.NullMarked;
