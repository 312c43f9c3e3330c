package dev.finetuning.format.writing;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.RatedExample;
import dev.finetuning.example.Role;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.format.Kto;
import dev.finetuning.format.UnwritableExampleException;
import dev.finetuning.source.SourceRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rated answers as TRL takes them: {@code prompt}, {@code completion} and {@code label}, both lists of messages. */
final class RatedMessages implements ExampleFormat {
    @Override
    public String name() {
        return "rated messages";
    }

    @Override
    public Example read(SourceRecord record) {
        return Kto.format().read(record);
    }

    @Override
    public Map<String, Object> write(Example example) {
        List<Message> messages = example.messages();
        int last = messages.size() - 1;
        if (!(example instanceof RatedExample rated)
                || last < 1
                || messages.get(last).role() != Role.ASSISTANT) {
            throw new UnwritableExampleException(name(), example, "there is no rated answer to something");
        }
        ChatMessages format = ChatMessages.format();
        Map<String, Object> fields = new LinkedHashMap<>(
                format.write(new ChatExample(messages.subList(0, last), rated.tools(), rated.info())));
        Object answer = format.write(ChatExample.of(messages.get(last))).get("messages");
        for (String name : List.of("prompt", "completion", "label")) {
            if (fields.containsKey(name)) {
                throw new UnwritableExampleException(name(), example, "it already has a field " + name + " already");
            }
        }
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("prompt", fields.remove("messages"));
        record.put("completion", answer);
        record.put("label", rated.desirable());
        record.putAll(fields);
        return record;
    }
}
