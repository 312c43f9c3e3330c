package dev.finetuning.mistral;

import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingFiles;
import java.net.URI;
import java.time.Duration;

/** The files at Mistral. Thread-safe. */
public interface MistralFiles extends TrainingFiles {
    /** One file. */
    TrainingFile describe(String fileId);

    /**
     * A temporary URL from which anyone can download the file; treat it as a secret.
     *
     * @param validity how long it is valid, rounded up to whole hours, at least one
     * @throws IllegalArgumentException if it is longer than a week, which is Mistral's maximum
     */
    URI signedUrl(String fileId, Duration validity);
}
