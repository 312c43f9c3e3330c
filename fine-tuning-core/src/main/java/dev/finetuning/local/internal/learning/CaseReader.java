package dev.finetuning.local.internal.learning;

import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.format.reading.ExampleReader;
import dev.finetuning.local.internal.model.ConversationText;
import dev.finetuning.local.internal.model.TextFeatures;
import dev.finetuning.local.internal.model.TrainingCase;
import dev.finetuning.source.JsonLines;
import dev.finetuning.source.RejectedRecord;
import dev.finetuning.training.JobFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a training file and checks it: every assistant message that is trained on becomes a case. */
public final class CaseReader {
    private final String param;
    private final List<TrainingCase> cases = new ArrayList<>();

    private CaseReader(String param) {
        this.param = param;
    }

    /**
     * Reads all cases of a file.
     *
     * @param param the request field that names the file, for failures
     * @throws JobEndedException if a row cannot be trained on
     */
    public static List<TrainingCase> read(Path file, String param) throws IOException {
        CaseReader reader = new CaseReader(param);
        if (Files.size(file) > 0) {
            ExampleReader.of(JsonLines.of(file), ChatMessages.format())
                    .forEach(example -> reader.addRow(example.messages(), row(example)), reader::refuse);
        }
        if (reader.cases.isEmpty()) {
            throw JobEndedException.failed(JobFailure.builder("the file contains no example to train on")
                    .code("empty_file")
                    .param(param)
                    .build());
        }
        return reader.cases;
    }

    private static long row(Example example) {
        return example.info().provenance().origin().row();
    }

    private void refuse(RejectedRecord rejection) {
        String where = rejection.pointer().isEmpty() ? "" : " at " + rejection.pointer();
        throw failed("invalid_row", rejection.code() + where, rejection.origin().row(), null);
    }

    private void addRow(List<Message> messages, long row) {
        int before = cases.size();
        for (int i = 0; i < messages.size(); i++) {
            if (ConversationText.trainedOn(messages.get(i))) {
                addCase(messages, i, row);
            }
        }
        if (cases.size() == before) {
            throw failed("missing_assistant_message", "no assistant message is trained on", row, null);
        }
    }

    private void addCase(List<Message> messages, int index, long row) {
        Message answer = messages.get(index);
        if (!ConversationText.saysSomething(answer)) {
            throw failed("empty_answer", "the assistant's message is empty", row, index);
        }
        if (index == 0) {
            throw failed("missing_question", "there is nothing before the assistant's message", row, index);
        }
        String question = ConversationText.text(messages.subList(0, index));
        cases.add(new TrainingCase(TextFeatures.of(question), ConversationText.answerKey(answer)));
    }

    private JobEndedException failed(String code, String what, long row, @Nullable Integer index) {
        JobFailure.Builder failure = JobFailure.builder(
                        "row " + row + ": " + what + "; correct the row and upload again")
                .code(code)
                .param(param)
                .row(row);
        if (index != null) {
            failure.messageIndex(index);
        }
        return JobEndedException.failed(failure.build());
    }
}
