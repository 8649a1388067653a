package dev.baton.notify.log;

import dev.baton.model.Notice;
import dev.baton.notify.Channel;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a person has to look at, as a warning in the log. */
public final class LogChannel implements Channel {
    private static final Logger LOG = LoggerFactory.getLogger(LogChannel.class);
    private static final Set<String> URGENT = Set.of("alert", "parked");

    @Override
    public String name() {
        return "log";
    }

    @Override
    public boolean wants(Notice notice) {
        return URGENT.contains(notice.kind());
    }

    @Override
    public Sent send(Notice notice) {
        LOG.warn("{} {}: {}", notice.kind(), notice.taskKey(), notice.text());
        return new Delivered();
    }
}
