package dev.finetuning.format.writing;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.RatedExample;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.format.Kto;
import dev.finetuning.format.ShareGpt;
import dev.finetuning.format.UnwritableExampleException;
import dev.finetuning.source.SourceRecord;
import java.util.LinkedHashMap;
import java.util.Map;

/** Rated answers as LLaMA-Factory takes them: ShareGPT's turns and {@code kto_tag}. */
final class RatedTurns implements ExampleFormat {
    private static final String TAG = "kto_tag";

    @Override
    public String name() {
        return "rated ShareGPT";
    }

    @Override
    public Example read(SourceRecord record) {
        return Kto.format().read(record);
    }

    @Override
    public Map<String, Object> write(Example example) {
        if (!(example instanceof RatedExample rated)) {
            throw new UnwritableExampleException(name(), example, "there is no label");
        }
        if (example.info().extras().containsKey(TAG)) {
            throw new UnwritableExampleException(name(), example, "it already has a field " + TAG + " already");
        }
        Map<String, Object> fields = new LinkedHashMap<>(
                ShareGpt.format().write(new ChatExample(rated.messages(), rated.tools(), rated.info())));
        fields.put(TAG, rated.desirable());
        return fields;
    }
}
