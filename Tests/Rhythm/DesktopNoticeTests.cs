using LocalAi.AgentApi.Rhythm.Alerts;
using LocalAi.Tests.Support;

namespace LocalAi.Tests.Rhythm;

public sealed class DesktopNoticeTests
{
    private static readonly AlertNotice Notice = new(1, "disk", "", "critical", "firing", "-- $(touch x) The disk is 97 % full.", default);

    [Fact]
    public async Task TheTitle_IsOneArgument_WhateverItHolds()
    {
        using var folder = new TemporaryFolder();
        var program = folder.File("notify-send", $"#!/bin/sh\nprintf '%s\\n' \"$@\" > {folder.Path}/said\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        (await new DesktopNotice(TimeProvider.System, program).ShowAsync(Notice, TestContext.Current.CancellationToken)).ShouldBeNull();

        (await File.ReadAllLinesAsync(folder.Path + "/said", TestContext.Current.CancellationToken)).ShouldBe(["--app-name=LocalAi", "--urgency=critical", "--", "LocalAi", Notice.Title]);
    }

    [Fact]
    public async Task WithoutTheProgram_ItSaysWhatBringsIt() =>
        (await new DesktopNotice(TimeProvider.System, "/nowhere/notify-send").ShowAsync(Notice, TestContext.Current.CancellationToken)).ShouldNotBeNull().ShouldContain("libnotify-bin");
}
