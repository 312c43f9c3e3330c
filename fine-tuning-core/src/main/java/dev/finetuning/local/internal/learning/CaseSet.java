package dev.finetuning.local.internal.learning;

import dev.finetuning.local.internal.model.TrainingCase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The data of one job.
 *
 * @param train what is learnt
 * @param valid what is only measured on; empty where there is none
 */
public record CaseSet(List<TrainingCase> train, List<TrainingCase> valid) {
    public CaseSet {
        train = List.copyOf(train);
        valid = List.copyOf(valid);
    }

    public static CaseSet read(Path training, Optional<Path> validation) throws IOException {
        List<TrainingCase> train = CaseReader.read(training, "training_file");
        return new CaseSet(
                train, validation.isPresent() ? CaseReader.read(validation.get(), "validation_file") : List.of());
    }

    public long distinctAnswers() {
        return train.stream().map(TrainingCase::answer).distinct().count();
    }

    public String describe() {
        return train.size() + " answers to learn, " + distinctAnswers() + " distinct, " + valid.size()
                + " to validate on";
    }
}
