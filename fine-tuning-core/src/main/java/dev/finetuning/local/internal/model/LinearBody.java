package dev.finetuning.local.internal.model;

import dev.finetuning.local.LocalTrainingPipeline;
import java.io.IOException;
import java.util.List;

/**
 * A trained linear model.
 *
 * @param vocabulary the features it knows
 * @param answers the answer of each label
 * @param weights the weights of each feature and label
 */
public record LinearBody(Vocabulary vocabulary, List<String> answers, SoftmaxWeights weights) implements ModelBody {
    public LinearBody {
        answers = List.copyOf(answers);
    }

    @Override
    public String algorithm() {
        return LocalTrainingPipeline.LINEAR;
    }

    @Override
    public void write(ModelWriter out) throws IOException {
        out.texts(answers);
        out.ints(vocabulary.buckets());
        out.floats(vocabulary.idf());
        out.floats(weights.bias());
        out.floats(weights.settled());
    }

    public static LinearBody read(ModelReader in) throws IOException {
        List<String> answers = in.texts();
        int[] buckets = in.ints();
        float[] idf = in.floats();
        float[] bias = in.floats();
        float[] weights = in.floats();
        ModelReader.require(!answers.isEmpty() && bias.length == answers.size(), "biases do not fit the answers");
        ModelReader.require(weights.length == (long) buckets.length * bias.length, "weights do not fit the features");
        return new LinearBody(Vocabulary.read(buckets, idf), answers, new SoftmaxWeights(bias.length, weights, bias));
    }
}
