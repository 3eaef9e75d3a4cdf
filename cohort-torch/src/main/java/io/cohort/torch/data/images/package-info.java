/** Folders of images, one a class: found, checked, decoded, resized. */
@NullMarked
package io.cohort.torch.data.images;

import org.jspecify.annotations.NullMarked;
