package dev.finetuning.dataset;

/**
 * A dataset in three parts that share no example and no group.
 *
 * @param train what is trained on
 * @param validation what is watched while training; may be empty
 * @param test what the evaluation is kept on; may be empty
 */
public record Split(Dataset train, Dataset validation, Dataset test) {
    /** One of the three. */
    public enum Part {
        TRAIN,
        VALIDATION,
        TEST
    }

    /** The part. */
    public Dataset part(Part part) {
        return switch (part) {
            case TRAIN -> train;
            case VALIDATION -> validation;
            case TEST -> test;
        };
    }

    /** The same split with another training part, such as one with synthetic examples added. */
    public Split withTrain(Dataset newTrain) {
        return new Split(newTrain, validation, test);
    }
}
