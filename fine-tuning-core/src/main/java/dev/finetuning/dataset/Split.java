package dev.finetuning.dataset;

/**
 * A dataset divided into three parts that share no example and no group.
 *
 * @param train the training part
 * @param validation the part watched during training; may be empty
 * @param test the part kept for evaluation; may be empty
 */
public record Split(Dataset train, Dataset validation, Dataset test) {
    /** One of the three parts. */
    public enum Part {
        TRAIN,
        VALIDATION,
        TEST
    }

    /** The examples of a part. */
    public Dataset part(Part part) {
        return switch (part) {
            case TRAIN -> train;
            case VALIDATION -> validation;
            case TEST -> test;
        };
    }

    /** This split with another training part, such as one with synthetic examples added. */
    public Split withTrain(Dataset newTrain) {
        return new Split(newTrain, validation, test);
    }
}
