package dev.finetuning.local;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Deadline;
import dev.finetuning.example.Message;
import dev.finetuning.local.internal.model.ConversationText;
import dev.finetuning.local.internal.model.NearestBody;
import dev.finetuning.local.internal.model.NearestIndex;
import dev.finetuning.local.internal.model.TextFeatures;
import dev.finetuning.local.internal.model.TrainingCase;
import java.util.List;
import java.util.Optional;

/**
 * Answers with the reply of the most similar training example, by the cosine of TF-IDF vectors over the
 * conversation so far, looked up in an inverted index.
 *
 * <p>Returned by {@link LocalTrainingPipeline#chatModel} for models trained on free-text answers. There are
 * no gradients and no epochs. A question that shares no feature with any example gets an empty reply.
 * Temperature, seed, tools and token limit have no effect, and no tokens are counted. Immutable and
 * thread-safe.
 */
public final class NearestExampleModel implements ChatModel {
    private static final Message NOTHING = Message.assistant("");

    private final String id;
    private final NearestBody body;
    private final List<Message> answers;

    NearestExampleModel(String id, NearestBody body) {
        this.id = id;
        this.body = body;
        answers = LocalReply.answers(
                body.cases().stream().map(TrainingCase::answer).toList());
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
        return LocalReply.of(id, nearest(request).map(ScoredAnswer::answer).orElse(NOTHING), deadline);
    }

    /** The answer of the most similar example with its cosine similarity; empty if no feature is shared. */
    public Optional<ScoredAnswer> nearest(ChatRequest request) {
        int[] features = TextFeatures.of(ConversationText.text(request.messages()));
        NearestIndex.Hit hit = body.index().nearest(features, NearestIndex.NONE);
        return hit.document() == NearestIndex.NONE
                ? Optional.empty()
                : Optional.of(new ScoredAnswer(answers.get(hit.document()), hit.similarity()));
    }

    /** The number of stored examples. */
    public int examples() {
        return answers.size();
    }
}
