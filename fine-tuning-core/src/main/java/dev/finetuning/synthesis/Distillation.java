package dev.finetuning.synthesis;

import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import dev.finetuning.example.TextExample;
import dev.finetuning.quality.Checks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lets a teacher answer what is asked; what was answered there before does not count. */
final class Distillation implements Recipe {
    @Override
    public String makes() {
        return "answers";
    }

    @Override
    public Optional<String> objection(Example seed) {
        List<Message> asked = ConversationParts.asked(seed);
        if (seed instanceof TextExample || asked.isEmpty()) {
            return Optional.of("There is nothing to answer.");
        }
        Role last = asked.get(asked.size() - 1).role();
        return last == Role.USER || last == Role.TOOL
                ? Optional.empty()
                : Optional.of("The conversation does not end with something to answer.");
    }

    @Override
    public ChatRequest request(Example seed, int wanted) {
        return ChatRequest.of(ConversationParts.asked(seed)).withTools(seed.tools());
    }

    @Override
    public int perAnswer(int wanted) {
        return 1;
    }

    @Override
    public List<Example> read(Example seed, ChatReply reply, int wanted) throws UnusableAnswerException {
        StrictAnswer.requireWhole(reply);
        Message answer = reply.message();
        if (answer.role() != Role.ASSISTANT
                || (answer.text().isBlank() && answer.toolCalls().isEmpty())) {
            throw new UnusableAnswerException("answer_empty", "The teacher answered nothing.");
        }
        List<Message> messages = new ArrayList<>(ConversationParts.asked(seed));
        messages.add(answer);
        return List.of(new ChatExample(messages, seed.tools(), ExampleInfo.NONE));
    }

    /** Several answers to one question are welcome as long as they differ. */
    @Override
    public String essence(Example example) {
        return ConversationParts.conversation(example);
    }

    @Override
    public Checks checks() {
        return Recipe.ofEach();
    }
}
