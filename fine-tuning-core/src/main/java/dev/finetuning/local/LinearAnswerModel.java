package dev.finetuning.local;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Deadline;
import dev.finetuning.example.Message;
import dev.finetuning.local.internal.learning.PredictionTally;
import dev.finetuning.local.internal.model.ConversationText;
import dev.finetuning.local.internal.model.LinearBody;
import dev.finetuning.local.internal.model.TextFeatures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses among the answers it was trained on, by multinomial logistic regression over hashed words, word
 * pairs and character n-grams of the conversation so far.
 *
 * <p>Returned by {@link LocalTrainingPipeline#chatModel} for models trained on repeating answers. The reply
 * is the most likely answer; temperature, seed, tools and token limit have no effect, and no tokens are
 * counted. Immutable and thread-safe.
 */
public final class LinearAnswerModel implements ChatModel {
    private final String id;
    private final LinearBody body;
    private final List<Message> answers;

    LinearAnswerModel(String id, LinearBody body) {
        this.id = id;
        this.body = body;
        answers = LocalReply.answers(body.answers());
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String provider() {
        return LocalTrainingPipeline.PROVIDER;
    }

    @Override
    public ChatReply ask(ChatRequest request) {
        Deadline deadline = Deadline.of(request, LocalTrainingPipeline.PROVIDER, id);
        int label = PredictionTally.likeliest(labelProbabilities(request));
        return LocalReply.of(id, answers.get(label), deadline);
    }

    /**
     * All answers the model knows with their probabilities, most likely first; the probabilities add up to
     * 1. They are a softmax over the scores and are not calibrated.
     */
    public List<ScoredAnswer> probabilities(ChatRequest request) {
        float[] probabilities = labelProbabilities(request);
        List<ScoredAnswer> scored = new ArrayList<>(probabilities.length);
        for (int label = 0; label < probabilities.length; label++) {
            scored.add(new ScoredAnswer(answers.get(label), probabilities[label]));
        }
        scored.sort(Comparator.comparingDouble(ScoredAnswer::score).reversed());
        return scored;
    }

    /** The number of features with a weight. */
    public int features() {
        return body.vocabulary().size();
    }

    private float[] labelProbabilities(ChatRequest request) {
        float[] probabilities = new float[answers.size()];
        int[] features = TextFeatures.of(ConversationText.text(request.messages()));
        body.weights().probabilities(body.vocabulary().vector(features), probabilities);
        return probabilities;
    }
}
