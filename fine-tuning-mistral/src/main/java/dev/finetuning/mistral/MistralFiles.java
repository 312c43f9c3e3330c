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
     * An address from which anybody can download the file for a while; treat it as a secret.
     *
     * @param validity how long, rounded up to whole hours, at least one
     * @throws IllegalArgumentException if it is longer than a week, the most that Mistral grants
     */
    URI signedUrl(String fileId, Duration validity);
}
