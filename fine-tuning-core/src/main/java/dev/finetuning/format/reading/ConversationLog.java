package dev.finetuning.format.reading;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.Origin;
import dev.finetuning.example.Provenance;
import dev.finetuning.example.Role;
import dev.finetuning.source.MalformedRecordException;
import dev.finetuning.source.ReadResult;
import dev.finetuning.source.RecordSource;
import dev.finetuning.source.Records;
import dev.finetuning.source.RejectedRecord;
import dev.finetuning.source.SourceRecord;
import dev.finetuning.source.UnreadableSourceException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads logs of real conversations: one row per message, with the rows of a conversation next to each other
 * (sort the query by conversation and time). Each conversation becomes one example of kind {@link
 * Provenance.Kind#PRODUCTION} in a group of its own. Only one conversation is in memory at a time.
 * Immutable.
 */
public final class ConversationLog {
    /** The metadata key of the agent. */
    public static final String AGENT = "agent";

    /** The metadata key of the time of the first message, an ISO-8601 instant. */
    public static final String TIME = "time";

    /** The metadata key of the lowest feedback score. */
    public static final String FEEDBACK = "feedback";

    /** An offset, also as short as databases write it: {@code +01} and {@code +0100}. */
    private static final Pattern OFFSET = Pattern.compile("([+-]\\d\\d)(?::?(\\d\\d))?$|[Zz]$");

    private final String conversation;
    private final String role;
    private final String content;
    private final Map<String, String> optional;
    private final Predicate<Map<String, String>> filter;
    private final long maximum;

    private ConversationLog(
            String conversation,
            String role,
            String content,
            Map<String, String> optional,
            Predicate<Map<String, String>> filter,
            long maximum) {
        this.conversation = conversation;
        this.role = role;
        this.content = content;
        this.optional = optional;
        this.filter = filter;
        this.maximum = maximum;
    }

    /** A log with the columns of the conversation's id, the speaker (a {@link Role}'s name) and the text. */
    public static ConversationLog of(String conversation, String role, String content) {
        return new ConversationLog(conversation, role, content, Map.of(), metadata -> true, Long.MAX_VALUE);
    }

    /** The column of the agent. */
    public ConversationLog agent(String column) {
        return optional(AGENT, column);
    }

    /** The column of the message's time: an ISO-8601 instant, or an SQL timestamp taken as UTC. */
    public ConversationLog time(String column) {
        return optional(TIME, column);
    }

    /** The column of the feedback score, a number. */
    public ConversationLog feedback(String column) {
        return optional(FEEDBACK, column);
    }

    private ConversationLog optional(String key, String column) {
        Map<String, String> more = new LinkedHashMap<>(optional);
        more.put(key, column);
        return new ConversationLog(conversation, role, content, more, filter, maximum);
    }

    /** Only conversations of this agent. */
    public ConversationLog onlyAgent(String agent) {
        return only(metadata -> agent.equals(metadata.get(AGENT)));
    }

    /** Only conversations that started at or after the first instant and before the second. */
    public ConversationLog onlyBetween(Instant from, Instant to) {
        return only(metadata -> {
            String time = metadata.get(TIME);
            Instant begun = time == null ? null : Instant.parse(time);
            return begun != null && !begun.isBefore(from) && begun.isBefore(to);
        });
    }

    /** Only conversations with feedback, none of it below the score. */
    public ConversationLog onlyFeedbackFrom(double score) {
        return only(metadata -> {
            String lowest = metadata.get(FEEDBACK);
            return lowest != null && Double.parseDouble(lowest) >= score;
        });
    }

    /** At most this many conversations; the rest of the source is not read. */
    public ConversationLog atMost(long conversations) {
        return new ConversationLog(conversation, role, content, optional, filter, conversations);
    }

    private ConversationLog only(Predicate<Map<String, String>> wanted) {
        return new ConversationLog(conversation, role, content, optional, filter.and(wanted), maximum);
    }

    /**
     * Reads a log. If a row cannot be used, it and the rest of its conversation are rejected.
     *
     * @throws UnreadableSourceException if the source cannot be used or a column is missing
     */
    public void forEach(
            RecordSource source, Consumer<? super ChatExample> onExample, Consumer<? super RejectedRecord> onRejected) {
        try (Records records = source.open()) {
            checkColumns(source.name(), records.columns());
            OpenConversation gathering = new OpenConversation(onExample, onRejected);
            while (gathering.taken < maximum && records.hasNext()) {
                ReadResult result = records.next();
                if (result instanceof SourceRecord record) {
                    gathering.row(record);
                } else if (result instanceof RejectedRecord rejected) {
                    onRejected.accept(rejected);
                    gathering.broken = true;
                }
            }
            gathering.end();
        }
    }

    private void checkColumns(String source, List<String> columns) {
        List<String> missing = Stream.concat(Stream.of(conversation, role, content), optional.values().stream())
                .filter(column -> !columns.isEmpty() && !columns.contains(column))
                .toList();
        if (!missing.isEmpty()) {
            throw new UnreadableSourceException(
                    "missing_column",
                    source,
                    0,
                    "There is no column named " + String.join(" or ", missing) + ".",
                    "The columns are: " + String.join(", ", columns) + ".");
        }
    }

    /** The conversation whose rows are being read. */
    private final class OpenConversation {
        private final Consumer<? super ChatExample> onExample;
        private final Consumer<? super RejectedRecord> onRejected;
        private @Nullable String id;
        private @Nullable Origin origin;
        private final List<Message> messages = new ArrayList<>();
        private final Map<String, String> metadata = new LinkedHashMap<>();
        private boolean broken;
        private long taken;

        private OpenConversation(Consumer<? super ChatExample> onExample, Consumer<? super RejectedRecord> onRejected) {
            this.onExample = onExample;
            this.onRejected = onRejected;
        }

        void row(SourceRecord record) {
            try {
                Map<String, Object> fields = record.fields();
                String next = text(record, fields, conversation);
                if (!next.equals(id)) {
                    end();
                    id = next;
                    origin = record.origin();
                }
                messages.add(Message.of(role(record, text(record, fields, role)), text(record, fields, content)));
                optional.forEach((key, column) -> note(key, fields.get(column), record));
            } catch (MalformedRecordException e) {
                onRejected.accept(e.rejection());
                broken = true;
            }
        }

        private void note(String key, @Nullable Object value, SourceRecord record) {
            String text = value == null ? "" : value.toString();
            if (text.isBlank()) {
                return;
            }
            if (key.equals(TIME)) {
                metadata.putIfAbsent(key, instant(text, record).toString());
            } else if (key.equals(FEEDBACK)) {
                metadata.merge(key, number(text, record), ConversationLog::lower);
            } else {
                metadata.putIfAbsent(key, text);
            }
        }

        void end() {
            Origin first = origin;
            if (id != null
                    && first != null
                    && !broken
                    && !messages.isEmpty()
                    && taken < maximum
                    && filter.test(metadata)) {
                metadata.put(ExampleInfo.GROUP, id);
                Provenance provenance = new Provenance(Provenance.Kind.PRODUCTION, first);
                onExample.accept(new ChatExample(messages, List.of(), new ExampleInfo(metadata, provenance)));
                taken++;
            }
            messages.clear();
            metadata.clear();
            broken = false;
            id = null;
        }
    }

    private static String lower(String a, String b) {
        return Double.parseDouble(a) <= Double.parseDouble(b) ? a : b;
    }

    private static String text(SourceRecord record, Map<String, Object> fields, String column) {
        Object value = fields.get(column);
        if (value == null) {
            throw record.malformed("missing_field", column, "The cell is empty.", "Give every row a value there.");
        }
        return value.toString();
    }

    private static Role role(SourceRecord record, String name) {
        return Role.ofWireName(name)
                .orElseThrow(() -> record.malformed(
                        "unrecognized_role",
                        "",
                        "The role is none of system, developer, user, assistant and tool.",
                        "Map the log's own names to these in the query."));
    }

    private static Instant instant(String text, SourceRecord record) {
        try {
            String iso = text.strip().replace(' ', 'T');
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(withOffset(iso), Instant::from);
        } catch (DateTimeException e) {
            throw record.malformed("bad_time", TIME, "The time cannot be read.", "Write it as ISO-8601.");
        }
    }

    private static String withOffset(String time) {
        Matcher offset = OFFSET.matcher(time);
        if (!offset.find()) {
            return time + "Z";
        }
        String hours = offset.group(1);
        String minutes = offset.group(2);
        return hours == null
                ? time
                : time.substring(0, offset.start()) + hours + ":" + (minutes == null ? "00" : minutes);
    }

    private static String number(String text, SourceRecord record) {
        try {
            if (Double.isNaN(Double.parseDouble(text))) {
                throw new NumberFormatException("not a number");
            }
            return text;
        } catch (NumberFormatException e) {
            throw record.malformed("bad_number", FEEDBACK, "The score is not a number.", "Write a number or nothing.");
        }
    }
}
