/**
 * Uploaded files and typed examples enter, datasets with revisions, findings and previews of remedies leave.
 *
 * <p>A revision is a file in the tenant's folder that is never changed; what revisions there are is in the journal.
 */
@NullMarked
package dev.finetuning.console.shelf;

import org.jspecify.annotations.NullMarked;
