package dev.finetuning.local;

import dev.finetuning.training.TrainingRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The data of one job.
 *
 * @param train what is learnt
 * @param valid what is only measured on; empty where there is none
 */
record CaseSet(List<TrainingCase> train, List<TrainingCase> valid) {
    CaseSet {
        train = List.copyOf(train);
        valid = List.copyOf(valid);
    }

    static CaseSet read(FileStore files, TrainingRequest request) throws IOException {
        List<TrainingCase> train = CaseReader.read(files.existing(request.trainingFile()), "training_file");
        Optional<String> validation = request.validationFile();
        return new CaseSet(
                train,
                validation.isPresent()
                        ? CaseReader.read(files.existing(validation.get()), "validation_file")
                        : List.of());
    }

    long distinctAnswers() {
        return train.stream().map(TrainingCase::answer).distinct().count();
    }

    String describe() {
        return train.size() + " answers to learn, " + distinctAnswers() + " distinct, " + valid.size()
                + " to validate on";
    }
}
