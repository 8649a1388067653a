package dev.baton.main;

import dev.baton.config.Failpoint;
import dev.baton.model.Notice;
import dev.baton.notify.Channel;

/** Passes the failpoints before and after a notice is told. */
record FailingChannel(Channel channel, Failpoints failpoints) implements Channel {
    @Override
    public String name() {
        return channel.name();
    }

    @Override
    public boolean wants(Notice notice) {
        return channel.wants(notice);
    }

    @Override
    public Sent send(Notice notice) {
        failpoints.reached(Failpoint.BEFORE_SEND);
        Sent sent = channel.send(notice);
        failpoints.reached(Failpoint.AFTER_SEND);
        return sent;
    }
}
