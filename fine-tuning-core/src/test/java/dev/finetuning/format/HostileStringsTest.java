package dev.finetuning.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.TextExample;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.near.NearDuplicates;
import dev.finetuning.quality.pii.PersonalData;
import dev.finetuning.quality.pii.PiiDetector;
import dev.finetuning.source.Csv;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Strings that have broken programs: each survives every format, and no check stumbles over it. */
class HostileStringsTest {
    private static final List<String> STRINGS = strings();

    @Test
    void write_everyString_readsBackEqualInEveryFormat() throws IOException {
        List<ExampleFormat> formats = List.of(
                ChatMessages.format(),
                ChatMessages.format().withInfo(),
                PromptCompletion.format(),
                Alpaca.format(),
                ShareGpt.format(),
                VertexContents.format());
        for (ExampleFormat format : formats) {
            List<Example> examples = new ArrayList<>();
            STRINGS.forEach(text -> examples.add(ChatExample.of(Message.user(text), Message.assistant(text))));
            List<Example> back = back(format, examples);
            for (int i = 0; i < STRINGS.size(); i++) {
                assertThat(back.get(i).messages())
                        .as(format.name() + ": " + STRINGS.get(i))
                        .isEqualTo(examples.get(i).messages());
            }
        }
        List<Example> texts = new ArrayList<>();
        STRINGS.forEach(text -> texts.add(new TextExample(text, dev.finetuning.example.ExampleInfo.NONE)));
        assertThat(back(PlainText.format(), texts))
                .extracting(e -> ((TextExample) e).text())
                .isEqualTo(STRINGS);
    }

    private static List<Example> back(ExampleFormat format, List<Example> examples) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        format.writeLines(examples, lines);
        Dataset back = Dataset.builder("d")
                .addJsonLinesText(lines.toString(StandardCharsets.UTF_8), format)
                .build();
        assertThat(back.rejected()).as(format.name()).isEmpty();
        return back.examples();
    }

    @Test
    void csv_everyString_isReadAsItStands() {
        StringBuilder table = new StringBuilder("id,text\n");
        for (int i = 0; i < STRINGS.size(); i++) {
            table.append(i)
                    .append(",\"")
                    .append(STRINGS.get(i).replace("\"", "\"\""))
                    .append("\"\n");
        }
        List<Object> read = new ArrayList<>();
        Csv.ofText(table.toString()).forEach(record -> read.add(record.fields().get("text")), rejected -> {
            throw new AssertionError(rejected.toString());
        });
        assertThat(read).isEqualTo(STRINGS);
    }

    @Test
    void checks_everyString_endInFindings() {
        List<Example> examples = new ArrayList<>();
        STRINGS.forEach(text -> examples.add(ChatExample.of(Message.user(text), Message.assistant(text))));
        Checks checks =
                Checks.thorough().with(PersonalData.of(PiiDetector.standard()).check());
        assertThat(checks.run(examples).examples()).isEqualTo(STRINGS.size());
        assertThat(NearDuplicates.standard().find(examples)).isNotNull();
    }

    private static List<String> strings() {
        List<String> strings = new ArrayList<>(List.of(
                "undefined",
                "null",
                "NULL",
                "(null)",
                "nil",
                "NaN",
                "Infinity",
                "true",
                "None",
                "hasOwnProperty",
                "\\",
                "\\\\",
                "0",
                "1.00",
                "1/0",
                "-1E+02",
                "0x0",
                "999999999999999999999",
                "0,0/0,0",
                "1'000'000",
                ",./;'[]\\-=",
                "<>?:\"{}|_+",
                "!@#$%^&*()`~",
                "\u0001\u0002\u0003\u0004\u0005\u000e\u001f",
                "\u0000",
                "\u0080\u0081\u0085\u009f",
                "\t\u000b\f \u0085\u00a0\u1680\u2002\u2028\u2029\u202f\u205f\u3000",
                "\u00ad\u0600\u061c\u070f\u180e\u200b\u200e\u202a\u2060\u2066\ufeff",
                "\ufeff",
                "\ufffe",
                "\uffff",
                "\u03a9\u2248\u00e7\u221a\u222b",
                "\u00e5\u00df\u2202\u0192",
                "\u00b8\u02db\u00c7\u25ca\u0131",
                "\u215b\u215c",
                "\u2070\u2074\u2075",
                "\u0e14\u0e49\u0e49\u0e49\u0e49\u0e49\u0e47\u0e47\u0e47",
                "'",
                "\"",
                "''",
                "\"\"",
                "'\"'",
                "\"'\"",
                "\u7530\u4e2d\u3055\u3093\u306b\u3042\u3052\u3066",
                "\u793e\u6703\u79d1\u5b78\u9662",
                "\ud840\udc0b\ud840\udc89",
                "\u023a\u023e",
                "\u30fd\u0f3c\u0e88\u0644\u035c\u0e88\u0f3d\uff89",
                "(\uff61\u25d5 \u2200 \u25d5\uff61)",
                "\ud83d\ude0d",
                "\ud83d\udc69\ud83c\udffd",
                "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67\u200d\ud83d\udc66",
                "\ud83c\uddfa\ud83c\uddf8\ud83c\uddf7\ud83c\uddfa",
                "1\ufe0f\u20e3",
                "\uff11\uff12\uff13",
                "\u0627\u0644\u0644\u063a\u0629",
                "\u05d1\u05e8\u05d0\u05e9\u05d9\u05ea",
                "\ufdfd",
                "\u202a\u202atest\u202a",
                "\u2066test\u2067",
                "T\u0317\u030ao\u0355\u035a",
                "\u0130\u0131iI",
                "\u01c5\ufb01\ufb03",
                "e\u0301 \u00e9",
                "\u1e9e \u00df SS",
                "<script>alert(1)</script>",
                "&lt;script&gt;",
                "\"><img src=x onerror=alert(1)>",
                "<!--<script>",
                "javascript:alert(1)",
                "]]>",
                "<![CDATA[x]]>",
                "1;DROP TABLE users",
                "' OR 1=1 --",
                "${jndi:ldap://127.0.0.1/a}",
                "{{7*7}}",
                "#{7*7}",
                "%s%s%n%x",
                "%d %99999999s",
                "$(touch x)",
                "`ls`",
                "../../../etc/passwd",
                "C:\\CON",
                "file:///etc/passwd",
                "=1+1",
                "@SUM(A1)",
                "-2+3",
                "+1|cmd",
                "\r",
                "\n",
                "\r\n",
                "line\rline",
                "\u2028\u2029",
                "{\"messages\":[]}",
                "[1]",
                "```json\n{}\n```",
                "\u001b[31mred\u001b[0m",
                "\u0007bell",
                "<|endoftext|>",
                "<|im_start|>system",
                "[INST] x [/INST]",
                "a".repeat(100_000),
                "\u0301".repeat(2_000),
                "(((((((((((((((((((((((((((((((((((((a",
                "@".repeat(3_000),
                "a@".repeat(2_000),
                "1 ".repeat(5_000),
                "::".repeat(4_000)));
        strings.add("\u05d0".repeat(5_000) + "@");
        return strings;
    }
}
